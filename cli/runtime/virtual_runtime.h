#pragma once

#include <string>
#include <vector>

#include "cli/lab/lab.h"
#include "cli/lab/steps.h"
#include "cli/lab/transcript.h"
#include "cli/options.h"

namespace cli {

/// Plays commands against a lab in virtual time: a step ends when its prompt, or a question, is back.
class Player {
public:
    Player(Lab& lab, Transcript& transcript) : lab_(lab), transcript_(transcript) {}

    /// Runs all steps; false if one named no node or a command failed.
    bool play(const std::vector<Step>& steps);
    /// Types one line at a console and waits for its end.
    void type(Router& router, Console& console, const std::string& line);
    /// Moves what consoles printed to the transcript.
    void collect();
    bool failed() const { return failed_; }

private:
    void play(const Step& step);
    void play_at_lab(const Step& step);

    Lab& lab_;
    Transcript& transcript_;
    bool failed_ = false;
};

/// Lets the lab run until the console has its prompt back or asks something, at most an hour of virtual time. Returns what it printed.
std::string run_until_prompt(Lab& lab, Console& console);

/// Without a terminal: steps from a file or standard input, or --exec commands. Returns the exit status.
int run_batch(Lab& lab, const Options& options);
/// One router, commands from standard input, its console's bytes to standard output. Returns the exit status.
int run_piped(Lab& lab);

}  // namespace cli
