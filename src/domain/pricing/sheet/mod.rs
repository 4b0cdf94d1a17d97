//! A shop's rules as a file: taken away, edited, looked at, and applied as one change of prices.
//!
//! Owns `price_sheets`. Keeps true: what the preview shows is the change itself, made and taken back, so that both judge
//! by the same verbs; a file is applied as it was previewed or not at all; a rule somebody else changed or ended since
//! the file was taken away is left alone.

mod apply;
mod book;
mod carry_out;
mod decide;
mod example;
mod outcome;
mod page;
mod preview;
mod read;
mod sweep;
mod upload;

pub use apply::{ApplySheetError, apply};
pub use decide::RowError;
pub(super) use example::ExamplePlan;
pub use page::{HEADER, page};
pub use preview::{Preview, preview};
pub use read::ReadError;
pub use sweep::sweep;
pub use upload::{BYTES_MAX, UploadSheetError, upload};
