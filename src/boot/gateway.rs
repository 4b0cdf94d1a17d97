//! `clouddail gateway`: a reseller's own keys at the payment gateway.

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::{BootError, config::Settings, wire};
use crate::{
    domain::{payments::save_credentials, scope::System, tenancy},
    providers::payments::AccountKeys,
};

/// What to do.
#[derive(Debug, Subcommand)]
pub enum GatewayCommand {
    /// Take keys into use; the gateway is asked first whether it takes them.
    Set {
        /// Short name of the shop.
        shop: String,
        /// File with the secret key (FLWSECK-…).
        #[arg(long)]
        secret_key_file: PathBuf,
        /// File with the secret hash of the gateway's webhook page.
        #[arg(long)]
        webhook_hash_file: PathBuf,
    },
    /// Say which keys are in use.
    Show { shop: String },
    /// Take the keys out of use.
    Remove { shop: String },
}

/// Does it and says what was done.
pub async fn run(settings: &Settings<'_>, command: GatewayCommand) -> Result<(), BootError> {
    let backend = wire::backend(settings).await?;
    let (GatewayCommand::Set { shop, .. } | GatewayCommand::Show { shop } | GatewayCommand::Remove { shop }) =
        &command;
    let reseller = tenancy::find(&backend, shop)
        .await
        .map_err(|error| BootError::failed("the shop cannot be looked up", error))?
        .ok_or_else(|| BootError::Failed(format!("there is no shop {shop}")))?
        .id;
    let system = System::of(reseller, "operator command");
    match &command {
        GatewayCommand::Set {
            secret_key_file,
            webhook_hash_file,
            ..
        } => {
            let keys = AccountKeys {
                secret_key: secret(secret_key_file)?.into(),
                webhook_hash: secret(webhook_hash_file)?.into(),
            };
            let saved = save_credentials::save_credentials(&backend, &system, &keys)
                .await
                .map_err(|error| BootError::failed("the keys were not taken", error))?;
            println!(
                "{shop}: {} key …{} in use (version {})",
                saved.provider, saved.hint, saved.version
            );
        }
        GatewayCommand::Show { .. } => {
            let found = save_credentials::show_credentials(&backend, &system)
                .await
                .map_err(|error| BootError::failed("the keys cannot be looked up", error))?;
            match found {
                Some(keys) => println!(
                    "{shop}: {} key …{} in use since {} (version {})",
                    keys.provider, keys.hint, keys.since, keys.version
                ),
                None => println!("{shop}: no keys in use"),
            }
        }
        GatewayCommand::Remove { .. } => {
            let was_there = save_credentials::remove_credentials(&backend, &system)
                .await
                .map_err(|error| BootError::failed("the keys were not removed", error))?;
            println!(
                "{shop}: {}",
                if was_there {
                    "keys out of use"
                } else {
                    "no keys in use"
                }
            );
        }
    }
    Ok(())
}

fn secret(file: &Path) -> Result<String, BootError> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| BootError::failed(&format!("{} cannot be read", file.display()), error))?;
    Ok(text.trim().to_owned())
}
