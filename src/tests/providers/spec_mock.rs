//! A strict mock server made from a vendor's OpenAPI document; it is no code of ours, and refuses what the document
//! does not know.

use std::{
    net::{TcpListener, TcpStream},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// The mock server of one spec, ended when dropped.
pub struct Mock {
    process: Child,
    pub url: String,
}

impl Mock {
    pub fn start(spec: &str) -> Self {
        // Installs the TLS provider that the tests' own clients need too.
        super::http();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let program: PathBuf = root.join("end2end/node_modules/.bin/steady");
        assert!(
            program.exists(),
            "the mock server of specs is not installed: run `make setup`"
        );
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let process = Command::new(program)
            .args([
                "--host",
                "127.0.0.1",
                "--no-color",
                "--quiet",
                "-p",
                &port.to_string(),
            ])
            .arg(root.join("src/tests/providers/specs").join(spec))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .unwrap();
        let mock = Self {
            process,
            url: format!("http://127.0.0.1:{port}"),
        };
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(
                started.elapsed() < Duration::from_secs(30),
                "the mock server of specs does not start"
            );
            std::thread::park_timeout(Duration::from_millis(50));
        }
        mock
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        // Its starter has a child that would go on: the whole group ends.
        let group = format!("-{}", self.process.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.process.wait();
    }
}
