"""How long the panel of a chat takes until it rests, on the first visit and on the second one."""

from statistics import median

from toolkit.bench.scenarios import CHAT

VISITED = 20  # chats
PANEL = ".o-mail-ActionPanel"
# Goes to a chat. Says after how many milliseconds its panel changed last, and how far what it shows
# moved by itself, in pixels.
VISIT = """async ([chat, panel, number]) => {
    const quiet = 400;
    const started = performance.now();
    let changed = started;
    let moved = 0;
    const isInPanel = (node) => (node?.closest ? node : node?.parentElement)?.closest(panel);
    const changes = new MutationObserver((records) => {
        const nodes = records.flatMap(({ target, addedNodes }) => [target, ...addedNodes]);
        if (nodes.some((node) => isInPanel(node) || node.querySelector?.(panel))) {
            changed = performance.now();
        }
    });
    changes.observe(document, {
        attributes: true, characterData: true, childList: true, subtree: true,
    });
    const shifts = new PerformanceObserver((list) => {
        for (const { sources } of list.getEntries()) {
            for (const { node, previousRect, currentRect } of sources) {
                if (isInPanel(node)) {
                    moved = Math.max(moved, Math.abs(currentRect.y - previousRect.y));
                }
            }
        }
    });
    document.querySelectorAll(chat)[number].click();
    await new Promise(requestAnimationFrame);
    shifts.observe({ type: "layout-shift" });
    while (performance.now() < Math.max(changed, started + quiet) + quiet) {
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
    changes.disconnect();
    shifts.disconnect();
    return [changed - started, moved];
}"""


def visit_twice(scenario, rounds):
    """Visit chats of a page that has just shown Discuss, and again.

    :param int rounds: how often, each time on the page as it is when it is loaded
    :return: for both visits the median of milliseconds, and the most pixels that something moved;
        and the bytes that the page keeps of each chat that was visited again
    """
    found, kept = ([], []), []
    for _round in range(rounds):
        scenario.open_at_rest()
        memory = []
        for visits in found:
            visits += [
                scenario.evaluate(VISIT, [CHAT, PANEL, number]) for number in range(1, VISITED + 1)
            ]
            memory.append(scenario.get_memory())
        kept.append((memory[1] - memory[0]) / VISITED)
    times = [(median(ms for ms, _px in visits), max(px for _ms, px in visits)) for visits in found]
    return times, median(kept)
