#pragma once

#include <string>
#include <vector>

namespace test {

/// A file of real routers' configurations, which are no part of this project.
struct CorpusFile {
    std::string name;    ///< relative to the corpus
    std::string text;
};

/// Every file; none (and a warning) where there is no corpus.
std::vector<CorpusFile> corpus_files();

/// The whole running-configs among them: from `version` to `end`, with a host name, without prompts; \n ends their lines.
std::vector<CorpusFile> whole_running_configs();

}  // namespace test
