//! The way through a text's tree, for the lints.

use crate::markdown::{Block, BlockKind, Definition, Inline};

/// Goes to every block, outer ones first.
pub(super) fn blocks<'d>(list: &'d [Block], visit: &mut impl FnMut(&'d Block)) {
    for block in list {
        visit(block);
        match &block.kind {
            BlockKind::List { items, .. } => items.iter().for_each(|item| blocks(&item.content, visit)),
            BlockKind::Quote(content) | BlockKind::Alert { content, .. } => blocks(content, visit),
            BlockKind::Definitions { list, .. } => {
                for definition in list {
                    if let Definition::Meaning(content) = definition {
                        blocks(content, visit);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Goes to every inline of every block, outer ones first.
pub(super) fn inlines<'d>(list: &'d [Block], visit: &mut impl FnMut(&'d Inline)) {
    blocks(list, &mut |block| match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => within(content, visit),
        BlockKind::Table(table) => {
            let cells = table.header.iter().chain(&table.rows).flatten();
            table.caption.iter().chain(cells).for_each(|cell| within(cell, visit));
        }
        BlockKind::Definitions { list, .. } => {
            for definition in list {
                if let Definition::Term(content) = definition {
                    within(content, visit);
                }
            }
        }
        _ => {}
    });
}

fn within<'d>(content: &'d [Inline], visit: &mut impl FnMut(&'d Inline)) {
    for inline in content {
        visit(inline);
        match inline {
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) => within(inner, visit),
            Inline::Link(link) => within(&link.content, visit),
            _ => {}
        }
    }
}
