//! Parameters of a query or a form, checked against the names Twilio's specification has.

use std::collections::BTreeMap;

use super::answer::Failure;

/// Pages larger than this are refused, as Twilio does.
const LARGEST_PAGE: usize = 1_000;
const USUAL_PAGE: usize = 50;

/// Parameters by name, each given once.
pub struct Params(BTreeMap<String, String>);

impl Params {
    /// Refuses a name outside `known`, and a name given twice.
    pub fn check(pairs: Vec<(String, String)>, known: &[&[&str]]) -> Result<Self, Failure> {
        let mut params = BTreeMap::new();
        for (name, value) in pairs {
            if !known.iter().any(|names| names.contains(&name.as_str())) {
                return Err(Failure::bad(
                    20001,
                    format!("Invalid parameter: {name} is not known here"),
                ));
            }
            if params.insert(name.clone(), value).is_some() {
                return Err(Failure::bad(
                    20001,
                    format!("Invalid parameter: {name} is given twice"),
                ));
            }
        }
        Ok(Self(params))
    }

    /// A parameter; an empty one counts as absent.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// A boolean parameter.
    pub fn flag(&self, name: &str) -> Result<Option<bool>, Failure> {
        match self.get(name) {
            None => Ok(None),
            Some("true" | "True") => Ok(Some(true)),
            Some("false" | "False") => Ok(Some(false)),
            Some(other) => Err(Failure::bad(
                20001,
                format!("Invalid parameter: {name} must be true or false, not {other}"),
            )),
        }
    }

    /// A whole number.
    pub fn number(&self, name: &str) -> Result<Option<usize>, Failure> {
        let wrong = || Failure::bad(20001, format!("Invalid parameter: {name} must be a whole number"));
        self.get(name)
            .map(|value| value.parse().map_err(|_| wrong()))
            .transpose()
    }

    /// `PageSize`, 50 unless given.
    pub fn page_size(&self) -> Result<usize, Failure> {
        match self.number("PageSize")?.unwrap_or(USUAL_PAGE) {
            size @ 1..=LARGEST_PAGE => Ok(size),
            _ => Err(Failure::bad(
                20001,
                format!("Invalid parameter: PageSize must be between 1 and {LARGEST_PAGE}"),
            )),
        }
    }

    /// `Page`, 0 unless given.
    pub fn page(&self) -> Result<usize, Failure> {
        Ok(self.number("Page")?.unwrap_or(0))
    }

    /// The query of another page of the same list.
    pub fn with_page(&self, page: usize, size: usize) -> String {
        let mut query = format!("PageSize={size}&Page={page}");
        for (name, value) in self
            .0
            .iter()
            .filter(|(name, _)| !["Page", "PageSize", "PageToken"].contains(&name.as_str()))
        {
            query.push_str(&format!("&{name}={}", encode(value)));
        }
        query
    }

    /// All parameters but these.
    pub fn without(self, names: &[&str]) -> BTreeMap<String, String> {
        self.0
            .into_iter()
            .filter(|(name, _)| !names.contains(&name.as_str()))
            .collect()
    }
}

fn encode(value: &str) -> String {
    value
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'*' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
