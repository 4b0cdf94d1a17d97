//! `clouddail backup` and `clouddail restore`: PostgreSQL's own tools with our settings.

use std::{path::Path, process::Command};

use super::{BootError, config::Settings};

/// Writes a consistent copy of the database to `file` (pg_dump's custom format), while the shops go on.
pub fn backup(settings: &Settings<'_>, file: &Path) -> Result<(), BootError> {
    let url = settings.text("DATABASE_URL")?;
    run(Command::new("pg_dump")
        .arg("--format=custom")
        .arg("--file")
        .arg(file)
        .arg(url))
}

/// Brings `file` back into an empty database; refuses to overwrite one that has tables.
pub fn restore(settings: &Settings<'_>, file: &Path) -> Result<(), BootError> {
    let url = settings.text("DATABASE_URL")?;
    // Roles belong to the whole server, so a new server gets them first.
    run(Command::new("psql")
        .arg(&url)
        .args(["--quiet", "--set=ON_ERROR_STOP=1", "--command", ROLES]))?;
    run(Command::new("pg_restore")
        .args(["--exit-on-error", "--single-transaction", "--dbname"])
        .arg(url)
        .arg(file))
}

const ROLES: &str = "do $$ begin
    if not exists (select from pg_roles where rolname = 'clouddail_app') then
        create role clouddail_app login;
    end if;
    if not exists (select from pg_roles where rolname = 'clouddail_worker') then
        create role clouddail_worker login;
    end if;
    if exists (select from pg_tables where schemaname = 'public') then
        raise exception 'the database is not empty';
    end if;
end $$";

fn run(command: &mut Command) -> Result<(), BootError> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command
        .status()
        .map_err(|error| BootError::failed(&format!("{program} cannot be started"), error))?;
    if status.success() {
        Ok(())
    } else {
        Err(BootError::Failed(format!("{program} ended with {status}")))
    }
}
