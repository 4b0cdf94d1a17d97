//! pgbench with a script of ours.

use std::process::Command;

use crate::rounds::Rounds;

/// Runs the script for a round; returns transactions per second. `variables` are the script's own.
pub fn pgbench(
    rounds: &Rounds,
    script: &str,
    variables: &[(&str, u64)],
) -> Result<f64, Box<dyn std::error::Error>> {
    let file = std::env::temp_dir().join(format!("clouddail-bench-{}.sql", std::process::id()));
    std::fs::write(&file, script)?;
    let mut command = Command::new(program("pgbench")?);
    command
        .args(["--no-vacuum", "--protocol=prepared"])
        .args(["--client", &rounds.clients.to_string(), "--jobs", "2"])
        .args(["--time", &rounds.seconds.to_string()])
        .arg("--file")
        .arg(&file);
    for (name, value) in variables.iter().chain(&[("turn", 0)]) {
        command.arg("--define").arg(format!("{name}={value}"));
    }
    let output = command.arg(std::env::var("DATABASE_URL")?).output()?;
    std::fs::remove_file(&file)?;
    let text = String::from_utf8_lossy(&output.stdout);
    let complaint = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() || complaint.contains("aborted") {
        return Err(format!("pgbench: {complaint}").into());
    }
    let figure = text
        .lines()
        .find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
    figure.ok_or_else(|| format!("pgbench gave no figure: {text}").into())
}

/// Runs a script of psql with variables.
pub fn psql(script: &str, variables: &[(&str, u64)]) -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::temp_dir().join(format!("clouddail-bench-setup-{}.sql", std::process::id()));
    std::fs::write(&file, script)?;
    let mut command = Command::new(program("psql")?);
    command.args(["--no-psqlrc", "--quiet"]);
    for (name, value) in variables {
        command.arg("--set").arg(format!("{name}={value}"));
    }
    let output = command
        .arg("--file")
        .arg(&file)
        .arg(std::env::var("DATABASE_URL")?)
        .output()?;
    std::fs::remove_file(&file)?;
    if output.status.success() {
        Ok(())
    } else {
        Err(format!("psql: {}", String::from_utf8_lossy(&output.stderr)).into())
    }
}

/// Debian keeps PostgreSQL's programs off PATH; scripts/bench.sh says where they are.
fn program(name: &str) -> Result<std::path::PathBuf, std::env::VarError> {
    Ok(std::path::Path::new(&std::env::var("POSTGRES_PROGRAMS")?).join(name))
}
