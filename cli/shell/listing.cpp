#include "cli/exec/file_url.h"
#include "cli/exec/save.h"
#include "cli/shell/console_state.h"

namespace cli {

namespace {

bool writes_file(Modifier kind) { return kind == Modifier::redirect || kind == Modifier::append || kind == Modifier::tee; }

}  // namespace

show::RouterView& Console::State::fresh_view() {
    if (!view) view.emplace(router.make_view());
    router.refresh(*view, time);
    view->history = &history_lines;
    const std::string number = std::to_string(options.line_number);
    view->terminal = {options.terminal.length, options.terminal.width, level, (is_console() ? "con " : "vty ") + number,
                      options.user, options.terminal.history ? options.terminal.history_size : 0U, options.terminal.monitor};
    for (show::LineUser& user : view->users) user.current = user.line == view->terminal.line;
    return *view;
}

void Console::State::list(std::unique_ptr<show::Screen> screen) { begin_listing(std::move(screen), modifier); }

void Console::State::begin_listing(std::unique_ptr<show::Screen> screen, const OutputModifier& chosen) {
    if (chosen.kind == Modifier::json && !screen->has_json()) return fail("% This screen has no JSON form\n");
    if (writes_file(chosen.kind) && !FileUrl(chosen.argument).is_known_filesystem())
        return fail("%Error opening " + chosen.argument + " (No such device)\n");
    listing.emplace();
    listing->screen = std::move(screen);
    listing->modifier = chosen;
    if (!listing->filter.open(chosen)) {
        listing.reset();
        return fail("% Failed to compile regular expression.\n");
    }
    pager.begin(options.terminal.length, options.terminal.width);
    reading = Reading::nothing;
}

/// One part of the screen, as far as the terminal's page allows.
void Console::State::advance_listing() {
    if (!listing->complete) {
        show::TextWriter writer;
        fresh_view();
        const bool more = listing->modifier.kind == Modifier::json ? listing->screen->json_some(writer) : listing->screen->print_some(writer);
        std::string text;
        listing->filter.pass(writer.text(), text);
        if (!more) listing->filter.finish(text);
        listing->complete = !more;
        deliver(text);
    }
    pager.flow(output, listing->complete);
    if (listing->complete && pager.is_empty()) end_listing();
}

/// To the terminal, to a file, or both.
void Console::State::deliver(std::string_view text) {
    const Modifier kind = listing->modifier.kind;
    const bool to_file = writes_file(kind);
    if (to_file) {
        const bool append = kind == Modifier::append || listing->file_begun;
        if (const FileOutcome kept = router.write_file(FileUrl(listing->modifier.argument).text(), text, append); !kept) {
            listing->complete = true;
            return print_file_error(*this, listing->modifier.argument, kept);
        }
        listing->file_begun = true;
    }
    if (!to_file || kind == Modifier::tee) pager.add(text);
}

void Console::State::end_listing() {
    const bool returns = listing->returns_to_line;
    listing.reset();
    pager.begin(0, 0);
    if (returns) {
        std::string printed;
        editor.redisplay(printed);
        output.put(printed);
        reading = Reading::command;
        return;
    }
    if (task) task_finished = true;
    end_task();
    after_command();
}

}  // namespace cli
