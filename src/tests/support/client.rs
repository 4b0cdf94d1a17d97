//! A browser without a screen: keeps its cookie, sends forms, follows nothing by itself.

use std::{collections::BTreeMap, net::SocketAddr};

use reqwest::{
    StatusCode,
    header::{ACCEPT, ACCEPT_LANGUAGE, COOKIE, LOCATION, ORIGIN, REFERER, SET_COOKIE, USER_AGENT},
};

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub location: Option<String>,
    pub headers: reqwest::header::HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

pub struct Client {
    http: reqwest::Client,
    origin: String,
    pub session: Option<String>,
    /// Every other cookie it was given.
    pub cookies: BTreeMap<String, String>,
}

impl Client {
    pub fn new(host: &str, address: SocketAddr) -> Self {
        let http = reqwest::Client::builder()
            .resolve(host, address)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            http,
            origin: format!("http://{host}:{}", address.port()),
            session: None,
            cookies: BTreeMap::new(),
        }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        let request = self
            .http
            .get(format!("{}{path}", self.origin))
            .header(ACCEPT, "text/html");
        self.send(request).await
    }

    /// The same as another kind of browser, of somebody who reads these languages.
    pub async fn get_as(&mut self, path: &str, user_agent: &str, languages: &str) -> Answer {
        let request = self
            .http
            .get(format!("{}{path}", self.origin))
            .header(ACCEPT, "text/html")
            .header(USER_AGENT, user_agent)
            .header(ACCEPT_LANGUAGE, languages);
        self.send(request).await
    }

    /// The page an answer leads to, on this host.
    pub async fn follow(&mut self, answer: &Answer) -> Answer {
        let to = answer
            .location
            .clone()
            .unwrap_or_else(|| panic!("leads nowhere: {}", answer.text()));
        let path = to.strip_prefix(&self.origin).unwrap_or(&to).to_owned();
        self.get(&path).await
    }

    /// An answer that goes on; read by its chunks.
    pub async fn listen(&self, path: &str) -> reqwest::Response {
        self.http
            .get(format!("{}{path}", self.origin))
            .header(ACCEPT, "text/event-stream")
            .header(
                COOKIE,
                format!("session={}", self.session.as_deref().unwrap_or_default()),
            )
            .send()
            .await
            .unwrap()
    }

    /// Sends a form as the page at `from` would.
    pub async fn post(&mut self, from: &str, path: &str, form: &[(&str, &str)]) -> Answer {
        let request = self
            .http
            .post(format!("{}{path}", self.origin))
            .header(ACCEPT, "text/html")
            .header(ORIGIN, &self.origin)
            .header(REFERER, format!("{}{from}", self.origin))
            .form(form);
        self.send(request).await
    }

    /// Sends a form with a file, as `multipart/form-data`. The file's part is called `picture`.
    pub async fn post_file(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &str, &[u8]),
    ) -> Answer {
        let (name, kind, bytes) = file;
        let mut body = vec![];
        for (field, value) in fields {
            let part =
                format!("--boundary\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!(
            "--boundary\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"{name}\"\r\n\
             Content-Type: {kind}\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--boundary--\r\n");
        let request = self
            .http
            .post(format!("{}{path}", self.origin))
            .header(ACCEPT, "text/html")
            .header(ORIGIN, &self.origin)
            .header("content-type", "multipart/form-data; boundary=boundary")
            .body(body);
        self.send(request).await
    }

    pub async fn sign_in(&mut self, email: &str, password: &str) {
        let form = [("email", email), ("password", password)];
        let answer = self.post("/sign-in", "/do/accounts/sign_in", &form).await;
        assert!(
            self.session.is_some(),
            "{email} cannot sign in: {} {}",
            answer.status,
            answer.text()
        );
    }

    async fn send(&mut self, mut request: reqwest::RequestBuilder) -> Answer {
        let session = self.session.iter().map(|session| format!("session={session}"));
        let others = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        let sent: Vec<String> = session.chain(others).collect();
        if !sent.is_empty() {
            request = request.header(COOKIE, sent.join("; "));
        }
        let answer = request.send().await.unwrap();
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            match pair.split_once('=') {
                Some(("session", value)) => {
                    self.session = Some(value.to_owned()).filter(|value| !value.is_empty());
                }
                Some((name, "")) => drop(self.cookies.remove(name)),
                Some((name, value)) => drop(self.cookies.insert(name.to_owned(), value.to_owned())),
                None => {}
            }
        }
        Answer {
            status: answer.status(),
            location: answer
                .headers()
                .get(LOCATION)
                .map(|value| value.to_str().unwrap().to_owned()),
            headers: answer.headers().clone(),
            body: answer.bytes().await.unwrap().to_vec(),
        }
    }
}

// For rule tests: requests no page of ours would send.
impl Client {
    /// As a script would call, which gets the error itself and not a page.
    pub async fn post_json(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        let request = self
            .http
            .post(format!("{}{path}", self.origin))
            .header(ACCEPT, "application/json")
            .header(ORIGIN, &self.origin)
            .form(form);
        self.send(request).await
    }

    /// A form on somebody else's page.
    pub async fn post_from_elsewhere(&mut self, origin: &str, path: &str, form: &[(&str, &str)]) -> Answer {
        let request = self
            .http
            .post(format!("{}{path}", self.origin))
            .header(ORIGIN, origin)
            .header("sec-fetch-site", "cross-site")
            .form(form);
        self.send(request).await
    }
}

// For servers that are about to be killed.
impl Client {
    /// The answer, if there is one.
    pub async fn try_post(&mut self, from: &str, path: &str, form: &[(&str, &str)]) -> Option<StatusCode> {
        let request = self
            .http
            .post(format!("{}{path}", self.origin))
            .header(ACCEPT, "text/html")
            .header(ORIGIN, &self.origin)
            .header(REFERER, format!("{}{from}", self.origin))
            .header(
                COOKIE,
                format!("session={}", self.session.as_deref().unwrap_or_default()),
            )
            .form(form);
        request.send().await.ok().map(|answer| answer.status())
    }

    /// The answer, if there is one.
    pub async fn try_get(&mut self, path: &str) -> Option<StatusCode> {
        let request = self.http.get(format!("{}{path}", self.origin)).header(
            COOKIE,
            format!("session={}", self.session.as_deref().unwrap_or_default()),
        );
        request.send().await.ok().map(|answer| answer.status())
    }
}

// For files.
impl Client {
    /// Sends a form with a file as the page at `from` would.
    pub async fn upload(
        &mut self,
        from: &str,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &[u8]),
    ) -> Answer {
        let line = "a-line-that-is-in-no-file";
        let mut body = vec![];
        for (name, value) in fields {
            let part =
                format!("--{line}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let (name, bytes) = file;
        let head = format!(
            "--{line}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: text/csv\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(format!("\r\n--{line}--\r\n").as_bytes());
        let request = self
            .http
            .post(format!("{}{path}", self.origin))
            .header(ACCEPT, "text/html")
            .header(ORIGIN, &self.origin)
            .header(REFERER, format!("{}{from}", self.origin))
            .header("content-type", format!("multipart/form-data; boundary={line}"))
            .body(body);
        self.send(request).await
    }
}
