import logging
from datetime import timedelta

from odoo import fields
from odoo.tools.misc import split_every

from .session import BEGUN_ANEW

_logger = logging.getLogger(__name__)

AGAIN = timedelta(minutes=1)


def run_in_batches(records, job_xmlid, method, batch_size):
    """Do in a job what is due with records, some of them in each transaction.

    What somebody changes just now is left out, or ends the job: it is looked for again.

    :param records: what is due
    :param str job_xmlid: the job (``ir.cron``)
    :param str method: the name of the method of the records, which locks them
    :param int batch_size: how many in one transaction
    """
    jobs = records.env["ir.cron"]
    job = records.env.ref(job_xmlid, raise_if_not_found=False)
    if records and job:
        job._trigger(fields.Datetime.now() + AGAIN)
    jobs._commit_progress(remaining=len(records))
    for ids in split_every(batch_size, records.ids):
        try:
            with records.env.cr.savepoint():
                getattr(records.browse(ids), method)()
        except BEGUN_ANEW:
            raise
        except Exception:  # what fails for some of them holds back no others
            _logger.exception("%s failed for %s.", method, ids)
        if not jobs._commit_progress(len(ids)):
            break
