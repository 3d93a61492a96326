from . import test_transcript
from . import test_transcript_company
from . import test_transcript_fetched
from . import test_transcript_file
from . import test_transcript_files
from . import test_transcript_live
from . import test_transcript_mail_server
from . import test_transcript_template
