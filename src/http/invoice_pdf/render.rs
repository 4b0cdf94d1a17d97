//! Writes laid-out pages as a tagged PDF (PDF/UA-1, which the library checks as it writes).

use std::{mem, num::NonZeroU16};

use chrono::{Datelike, Timelike};
use krilla::{
    Document, SerializeSettings,
    color::rgb,
    configure::{Accessibility, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{PathBuilder, Point, Rect, Size, Transform},
    image::Image,
    metadata::{DateTime, Metadata},
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, FillRule},
    surface::Surface,
    tagging::{
        Artifact, ArtifactType, ContentTag, Identifier, SpanTag, TableHeaderScope, Tag, TagGroup, TagTree,
    },
    text::TextDirection,
};

use super::sheet::{HEIGHT, Op, Piece, Sheet, WIDTH, ink};
use crate::shared::company_invoice::DocumentHead;

/// The file cannot be drawn: a defect of ours.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    #[error("the fonts cannot be read")]
    Font,
    #[error("the page has no size")]
    Page,
    #[error("writing the PDF: {0}")]
    Write(String),
}

/// Width and height of a logo in pixels; `None` when it cannot be read.
pub fn picture_size(png: &[u8]) -> Option<(f32, f32)> {
    let picture = Image::from_png(png.to_vec().into(), true).ok()?;
    let (width, height) = picture.size();
    (width > 0 && height > 0).then_some((width as f32, height as f32))
}

/// The file.
pub fn render(
    mut sheet: Sheet,
    head: &DocumentHead,
    title: &str,
    logo: Option<&[u8]>,
) -> Result<Vec<u8>, PdfError> {
    sheet.finish();
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| PdfError::Write(format!("{error:?}")))?;
    let mut pdf = Document::new_with(SerializeSettings {
        configuration,
        enable_tagging: true,
        xmp_metadata: true,
        ..SerializeSettings::default()
    });
    pdf.set_metadata(metadata(head, title));
    let mut outline = Outline::new();
    outline.push_child(OutlineNode::new(
        title.to_owned(),
        XyzDestination::new(0, Point::from_xy(0.0, 0.0)),
    ));
    pdf.set_outline(outline);
    let logo = logo.and_then(|png| Image::from_png(png.to_vec().into(), true).ok());

    let mut slots: Vec<Vec<Identifier>> = (0..sheet.slots).map(|_| vec![]).collect();
    for ops in mem::take(&mut sheet.pages) {
        let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or(PdfError::Page)?;
        let mut page = pdf.start_page_with(settings);
        let mut surface = page.surface();
        for op in ops {
            draw(&mut surface, &sheet, op, logo.as_ref(), &mut slots);
        }
        surface.finish();
        page.finish();
    }
    pdf.set_tag_tree(tree(mem::take(&mut sheet.pieces), slots));
    pdf.finish()
        .map_err(|error| PdfError::Write(format!("{error:?}")))
}

fn metadata(head: &DocumentHead, title: &str) -> Metadata {
    let metadata = Metadata::new()
        .title(format!("{title}, {}", head.seller.name))
        .authors(vec![head.seller.name.clone()])
        // The words are English, whatever the names in it are.
        .language("en".into())
        .document_id(head.row.id.to_string());
    match head.row.issued_on.and_then(|day| day.and_hms_opt(0, 0, 0)) {
        Some(at) => {
            let small = |value: u32| u8::try_from(value).unwrap_or(1);
            metadata.creation_date(
                DateTime::new(u16::try_from(at.year()).unwrap_or_default())
                    .month(small(at.month()))
                    .day(small(at.day()))
                    .hour(small(at.hour()))
                    .minute(0)
                    .second(0)
                    .utc_offset_hour(0)
                    .utc_offset_minute(0),
            )
        }
        None => metadata,
    }
}

fn draw(
    surface: &mut Surface<'_>,
    sheet: &Sheet,
    op: Op,
    logo: Option<&Image>,
    slots: &mut [Vec<Identifier>],
) {
    match op {
        Op::Text {
            x,
            y,
            text,
            style,
            slot,
        } => {
            let tag = match slot {
                Some(_) => ContentTag::Span(SpanTag::empty()),
                None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)),
            };
            let id = surface.start_tagged(tag);
            surface.set_fill(Some(fill(ink(style))));
            let font = sheet.face(style).font.clone();
            let start = Point::from_xy(x, y);
            surface.draw_text(
                start,
                font,
                style.size(),
                &text,
                false,
                TextDirection::LeftToRight,
            );
            surface.end_tagged();
            keep(slots, slot, id);
        }
        Op::Bar {
            x,
            y,
            width,
            height,
            color,
        } => {
            let path = Rect::from_xywh(x, y, width, height).and_then(|rect| {
                let mut path = PathBuilder::new();
                path.push_rect(rect);
                path.finish()
            });
            if let Some(path) = path {
                surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
                surface.set_fill(Some(fill(color)));
                surface.draw_path(&path);
                surface.end_tagged();
            }
        }
        Op::Logo {
            x,
            y,
            width,
            height,
            slot,
        } => {
            let Some((logo, size)) = logo.cloned().zip(Size::from_wh(width, height)) else {
                return;
            };
            let id = surface.start_tagged(ContentTag::Other);
            surface.push_transform(&Transform::from_translate(x, y));
            surface.draw_image(logo, size);
            surface.pop();
            surface.end_tagged();
            keep(slots, Some(slot), id);
        }
    }
}

fn keep(slots: &mut [Vec<Identifier>], slot: Option<usize>, id: Identifier) {
    if let Some(ids) = slot.and_then(|slot| slots.get_mut(slot)) {
        ids.push(id);
    }
}

fn fill([red, green, blue]: [u8; 3]) -> Fill {
    Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::default(),
    }
}

/// What is read out, in order.
fn tree(pieces: Vec<Piece>, mut slots: Vec<Vec<Identifier>>) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some("en".into()));
    let mut fill = |mut group: TagGroup, slot: usize| {
        for id in slots.get_mut(slot).map(mem::take).unwrap_or_default() {
            group.push(id);
        }
        group
    };
    for piece in pieces {
        let group = match piece {
            Piece::Heading { level, title, slot } => {
                let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
                fill(TagGroup::new(Tag::Hn(level, Some(title))), slot)
            }
            Piece::Paragraph { slot } => fill(TagGroup::new(Tag::P), slot),
            Piece::Figure { alt, slot } => fill(TagGroup::new(Tag::Figure(Some(alt))), slot),
            Piece::Table { head, rows } => {
                let mut top = TagGroup::new(Tag::TR);
                for slot in head {
                    top.push(fill(TagGroup::new(Tag::TH(TableHeaderScope::Column)), slot));
                }
                let mut body = TagGroup::new(Tag::TBody);
                for row in rows {
                    let mut group = TagGroup::new(Tag::TR);
                    for slot in row {
                        group.push(fill(TagGroup::new(Tag::TD), slot));
                    }
                    body.push(group);
                }
                let mut thead = TagGroup::new(Tag::THead);
                thead.push(top);
                let mut table = TagGroup::new(Tag::Table);
                table.push(thead);
                table.push(body);
                table
            }
        };
        tree.push(group);
    }
    tree
}
