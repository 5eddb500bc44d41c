#include "cli/iol/program.h"

int main(int argc, char** argv) { return cli::run_iol(argc, argv); }
