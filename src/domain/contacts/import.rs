//! Many contacts at once, from a spreadsheet: all of them or none.

use std::collections::HashSet;

use serde_json::json;

use super::{
    details::{Checked, Details, check},
    save::MOST,
    store,
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::Buys,
        spreadsheet,
    },
    shared::contact::{ContactFault, ContactField},
};

/// Columns every file may have; the others are the owner's fields. The first two are needed.
pub(super) const FIXED: [&str; 5] = ["name", "number", "groups", "tags", "note"];
const NEEDED: usize = 2;
/// Contacts of one file.
pub const ROWS_MAX: usize = 10_000;
/// Bytes of one file.
pub const BYTES_MAX: usize = 5 * 1024 * 1024;
/// Wrong lines told at once.
const FAULTS_TOLD: usize = 20;

/// Why nothing was taken in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("not a text, or longer than 5 MB")]
    NotText,
    #[error("no line below the first")]
    Empty,
    #[error("more than 10,000 lines")]
    TooLong,
    /// Needed and not there.
    #[error("no column {0}")]
    Missing(&'static str),
    /// There, and neither a usual column nor a field of the owner's; or there twice.
    #[error("a column {0}")]
    Column(String),
    /// The first of the wrong lines by their numbers in the file, and how many there are.
    #[error("{count} wrong lines")]
    Lines {
        told: Vec<(u64, ContactFault)>,
        count: usize,
    },
    #[error("too many contacts")]
    Full,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ImportError);

/// What a file has columns for.
pub(super) struct Columns {
    pub groups: bool,
    pub tags: bool,
    pub note: bool,
    /// Ids of the owner's fields.
    pub fields: Vec<String>,
}

/// Takes all of them in or none; a number that is known is changed in what the file has columns for. How many were new
/// or changed: none, when the same file comes again.
pub async fn import(
    backend: &Backend,
    buyer: &impl Buys,
    bytes: &[u8],
    origin: &Origin,
) -> Result<u64, ImportError> {
    let text = std::str::from_utf8(bytes)
        .ok()
        .filter(|text| text.len() <= BYTES_MAX && !text.contains('\0'))
        .ok_or(ImportError::NotText)?;
    let mut tx = backend.begin(buyer).await?;
    store::hold_owner(&mut tx, buyer).await?;
    let fields = store::fields(&mut tx, buyer).await?;
    let (columns, rows) = read(text, &fields)?;
    let now = backend.now();
    let changed = store::upsert(&mut tx, buyer, &columns, &rows, now).await?;
    if store::count(&mut tx, buyer).await? > MOST {
        return Err(ImportError::Full);
    }
    let audit = Audit {
        after: Some(json!({ "lines": rows.len(), "changed": changed })),
        ..Audit::of("contacts.imported", buyer.owner_id(), origin)
    };
    audit::record(&mut tx, buyer, now, audit).await?;
    tx.commit().await?;
    Ok(changed)
}

/// What stands in a column.
#[derive(Clone, Copy)]
enum Column<'a> {
    Name,
    Number,
    Groups,
    Tags,
    Note,
    Field(&'a ContactField),
}

fn read(text: &str, fields: &[ContactField]) -> Result<(Columns, Vec<Checked>), ImportError> {
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let delimiter = if head.contains(';') { b';' } else { b',' };
    let mut file = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = file.headers().map_err(|_| ImportError::NotText)?.clone();
    let columns = columns(&header, fields)?;
    let mut rows = vec![];
    let mut faults = vec![];
    let mut seen = HashSet::new();
    for record in file.records() {
        let record = match record {
            Ok(record) if record.iter().all(|cell| cell.trim().is_empty()) => continue,
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                faults.push((line, ContactFault::Unreadable));
                continue;
            }
        };
        if rows.len() + faults.len() >= ROWS_MAX {
            return Err(ImportError::TooLong);
        }
        let line = record.position().map_or(0, csv::Position::line);
        match check(&written(&columns, &record), fields) {
            Ok(checked) if seen.insert(checked.e164.clone()) => rows.push(checked),
            Ok(_) => faults.push((line, ContactFault::Twice)),
            Err(error) => faults.push((line, error.fault())),
        }
    }
    if !faults.is_empty() {
        let count = faults.len();
        faults.truncate(FAULTS_TOLD);
        return Err(ImportError::Lines { told: faults, count });
    }
    if rows.is_empty() {
        return Err(ImportError::Empty);
    }
    let has = |wanted: fn(&Column<'_>) -> bool| columns.iter().any(wanted);
    let there = Columns {
        groups: has(|column| matches!(column, Column::Groups)),
        tags: has(|column| matches!(column, Column::Tags)),
        note: has(|column| matches!(column, Column::Note)),
        fields: columns
            .iter()
            .filter_map(|column| match column {
                Column::Field(field) => Some(field.id.uuid().to_string()),
                _ => None,
            })
            .collect(),
    };
    Ok((there, rows))
}

fn columns<'a>(
    header: &csv::StringRecord,
    fields: &'a [ContactField],
) -> Result<Vec<Column<'a>>, ImportError> {
    let names: Vec<String> = header
        .iter()
        .map(|name| spreadsheet::plain(name.trim()).to_lowercase())
        .collect();
    for needed in &FIXED[..NEEDED] {
        if !names.iter().any(|name| name == needed) {
            return Err(ImportError::Missing(needed));
        }
    }
    let mut columns = vec![];
    for (at, name) in names.iter().enumerate() {
        let field = fields.iter().find(|field| field.name.to_lowercase() == *name);
        let column = match (name.as_str(), field) {
            ("name", _) => Column::Name,
            ("number", _) => Column::Number,
            ("groups", _) => Column::Groups,
            ("tags", _) => Column::Tags,
            ("note", _) => Column::Note,
            (_, Some(field)) => Column::Field(field),
            (unknown, None) => return Err(ImportError::Column(unknown.chars().take(40).collect())),
        };
        if names[..at].contains(name) {
            return Err(ImportError::Column(name.chars().take(40).collect()));
        }
        columns.push(column);
    }
    Ok(columns)
}

fn written(columns: &[Column<'_>], record: &csv::StringRecord) -> Details {
    let mut details = Details::default();
    for (column, cell) in columns.iter().zip(record.iter()) {
        let cell = spreadsheet::plain(cell.trim()).to_owned();
        match column {
            Column::Name => details.name = cell,
            Column::Number => details.number = cell,
            Column::Groups => details.groups = cell,
            Column::Tags => details.tags = cell,
            Column::Note => details.note = cell,
            Column::Field(field) => details.said.push((field.id, cell)),
        }
    }
    details
}
