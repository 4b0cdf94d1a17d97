//! A real identity provider: npm `oidc-provider` in a process of its own, and the part of a browser that visits it.

use std::{collections::BTreeMap, process::Stdio};

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
};

use super::World;

/// What the provider knows the shop as.
pub const CLIENT: (&str, &str) = ("shop", "a-secret-of-the-shop-with-enough-length");

pub struct IdentityProvider {
    pub issuer: String,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
    /// Ends with the test.
    _process: Child,
}

impl IdentityProvider {
    /// One that sends people back to Aurora.
    pub async fn start(world: &World) -> Self {
        let back = world
            .backend
            .address
            .url("aurora.localhost", "/auth/company/callback");
        let mut process = Command::new("node")
            .args(["end2end/identity-provider.mjs", &back])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("node is installed");
        let input = process.stdin.take().unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap()).lines();
        let issuer = loop {
            let line = output.next_line().await.unwrap();
            let line = line.expect("the provider starts: npm ci in end2end first");
            if let Some(issuer) = line.strip_prefix("ready ") {
                break issuer.to_owned();
            }
        };
        Self {
            issuer,
            input,
            output,
            _process: process,
        }
    }

    /// Who is signed in at the provider from now on.
    pub async fn person(&mut self, email: &str, groups: &[&str]) {
        self.set(json!({ "person": person(email, groups) })).await;
    }

    /// The same, with something that goes wrong.
    pub async fn lie(&mut self, email: &str, groups: &[&str], fault: &str) {
        self.set(json!({ "person": person(email, groups), "fault": fault }))
            .await;
    }

    /// Whatever else.
    pub async fn set(&mut self, what: Value) {
        self.input
            .write_all(format!("{what}\n").as_bytes())
            .await
            .unwrap();
        while self
            .output
            .next_line()
            .await
            .unwrap()
            .expect("the provider lives")
            != "set"
        {}
    }

    /// Goes where the shop sent the browser, until the provider sends it back; the address it is sent to.
    pub async fn visit(&self, url: &str) -> String {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let mut cookies: BTreeMap<String, String> = BTreeMap::new();
        let mut at = url.to_owned();
        for _ in 0..10 {
            assert!(at.starts_with(&self.issuer), "the browser is sent to {at}");
            let sent: Vec<String> = cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            let answer = http
                .get(&at)
                .header(COOKIE, sent.join("; "))
                .send()
                .await
                .unwrap();
            for cookie in answer.headers().get_all(SET_COOKIE) {
                let pair = cookie.to_str().unwrap().split(';').next().unwrap();
                let (name, value) = pair.split_once('=').unwrap();
                cookies.insert(name.to_owned(), value.to_owned());
            }
            let Some(to) = answer.headers().get(LOCATION) else {
                panic!("the provider says {}", answer.text().await.unwrap());
            };
            let to = to.to_str().unwrap().to_owned();
            at = if to.starts_with('/') {
                format!("{}{to}", self.issuer)
            } else {
                to
            };
            if !at.starts_with(&self.issuer) {
                return at;
            }
        }
        panic!("the provider sends the browser round and round");
    }
}

/// The claims of somebody whose address is verified; the subject follows from the address.
pub fn person(email: &str, groups: &[&str]) -> Value {
    json!({
        "sub": format!("id-of-{email}"), "email": email, "email_verified": true, "given_name": "Kim",
        "family_name": "North", "groups": groups,
    })
}
