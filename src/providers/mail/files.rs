//! Mail as files, for machines without a mail server. For each letter `{time}-{id}.json` with its parts and the same
//! as `.eml`. A file appears whole or not at all, the `.json` last.

use std::{
    io,
    path::{Path, PathBuf},
};

use async_trait::async_trait;
use chrono::{SecondsFormat, Utc};
use serde::Serialize;

use super::{Letter, MailError, Mailer, message::message};

/// Writes letters into a folder.
#[derive(Debug)]
pub struct FileMailer {
    folder: PathBuf,
}

/// What the `.json` holds.
#[derive(Serialize)]
struct Record<'a> {
    id: &'a str,
    /// RFC 3339, UTC.
    at: String,
    from: String,
    to: &'a str,
    subject: &'a str,
    text: &'a str,
    html: &'a str,
}

impl FileMailer {
    /// Writes into `folder`, which is created with the first letter.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }
}

#[async_trait]
impl Mailer for FileMailer {
    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let now = Utc::now();
        let record = Record {
            id: &letter.id,
            at: now.to_rfc3339_opts(SecondsFormat::Millis, true),
            from: format!("{} <{}>", letter.from_name, letter.from_email),
            to: &letter.to,
            subject: &letter.subject,
            text: &letter.text,
            html: &letter.html,
        };
        let json = serde_json::to_vec_pretty(&record).map_err(|error| MailError(error.to_string()))?;
        let eml = message(letter)?.formatted();
        let name = format!("{}-{}", now.format("%Y%m%dT%H%M%S%6fZ"), file_name(&letter.id));
        let written = async {
            tokio::fs::create_dir_all(&self.folder).await?;
            write_whole(&self.folder, &format!("{name}.eml"), &eml).await?;
            write_whole(&self.folder, &format!("{name}.json"), &json).await
        };
        written
            .await
            .map_err(|error| MailError(format!("the mail folder cannot be written: {error}")))
    }
}

async fn write_whole(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let unfinished = folder.join(format!(".{name}.part"));
    tokio::fs::write(&unfinished, bytes).await?;
    tokio::fs::rename(&unfinished, folder.join(name)).await
}

/// Letters, digits, `-` and `_` of an id; anything else would be a path.
fn file_name(id: &str) -> String {
    let safe = |letter: char| {
        if letter.is_ascii_alphanumeric() || "-_".contains(letter) {
            letter
        } else {
            '-'
        }
    };
    id.chars().map(safe).collect()
}
