//! What Twilio's regulations ask of a private person, the fields we use.

use serde::Deserialize;

use crate::{
    providers::numbers::Regulation,
    shared::{number::NumberType, place::CountryCode},
};

#[derive(Deserialize)]
pub struct Sheet {
    results: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    iso_country: Option<String>,
    number_type: Option<String>,
    end_user_type: Option<String>,
    requirements: Option<Requirements>,
}

#[derive(Deserialize)]
struct Requirements {
    #[serde(default)]
    end_user: Vec<EndUser>,
    /// Groups of documents. Assumed: all of all groups are wanted.
    #[serde(default)]
    supporting_document: Vec<Vec<Document>>,
}

#[derive(Deserialize)]
struct EndUser {
    #[serde(default)]
    fields: Vec<String>,
}

#[derive(Deserialize)]
struct Document {
    name: String,
    /// Any one of them will do.
    #[serde(default)]
    accepted_documents: Vec<Accepted>,
}

#[derive(Deserialize)]
struct Accepted {
    r#type: String,
}

/// Facts that an address comes with.
const KNOWN: [&str; 3] = ["first_name", "last_name", "email"];

impl Sheet {
    /// What it asks for numbers of the country, by kind.
    pub fn by_kind(self, country: CountryCode) -> Vec<Regulation> {
        let mut found: Vec<Regulation> = vec![];
        for row in self.results {
            let is_there = row.iso_country.as_deref() == Some(country.as_str())
                && row
                    .end_user_type
                    .as_deref()
                    .is_none_or(|kind| kind == "individual");
            let (true, Some(kind), Some(wanted)) =
                (is_there, kind(row.number_type.as_deref()), row.requirements)
            else {
                continue;
            };
            let at = found.iter().position(|one| one.kind == kind).unwrap_or_else(|| {
                found.push(Regulation::none(kind));
                found.len() - 1
            });
            wanted.write(&mut found[at]);
        }
        found
    }
}

impl Requirements {
    fn write(self, into: &mut Regulation) {
        for fact in self.end_user.iter().flat_map(|user| &user.fields) {
            if !KNOWN.contains(&fact.as_str()) {
                into.want(&fact.replace('_', " "));
            }
        }
        for document in self.supporting_document.into_iter().flatten() {
            let is_address = |one: &Accepted| one.r#type == "address";
            if document.accepted_documents.iter().any(is_address) {
                into.needs_address = true;
            } else {
                into.want(&document.name);
            }
        }
    }
}

/// Kinds we do not sell (national) are `None`. Assumed: the spellings of toll-free.
fn kind(word: Option<&str>) -> Option<NumberType> {
    match word? {
        "local" => Some(NumberType::Local),
        "mobile" => Some(NumberType::Mobile),
        "toll-free" | "toll_free" | "tollfree" | "toll free" => Some(NumberType::TollFree),
        _ => None,
    }
}
