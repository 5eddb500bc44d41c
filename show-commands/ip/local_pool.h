#pragma once

#include <vector>

#include "ike/isakmp/views.h"
#include "show-commands/show_look.h"
#include "show-commands/text_writer.h"

namespace show {

/// One range of `show ip local pool`.
struct LocalPoolRow {
    ike::isakmp::PoolRangeView range;
    template <class F>
    void fields(F&& field) const {
        field("pool", range.pool);
        field("group", range.group);
        field("first", range.first);
        field("last", range.last);
        field("free", range.free);
        field("in_use", range.in_use);
    }
};

void print_local_pool(const LocalPoolRow& row, const ShowLook& look, TextWriter& out);

}  // namespace show
