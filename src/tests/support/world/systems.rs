//! Resellers' own systems.

use std::net::Ipv4Addr;

use clouddail::{
    domain::{
        api::{CreateKey, KeyKind, KeyScope, create_key},
        scope::System,
        tenancy::Shop,
    },
    http::api::limit::Rate,
    shared::ids::ApiKeyId,
};
use tokio::net::TcpListener;

use super::{World, serve};
use crate::support::{
    Api,
    api::{AURORA_KEY, KITE_KEY},
};

impl World {
    /// A system with this key, on this host; an empty key is none.
    pub fn api(&self, host: &str, key: &str) -> Api {
        Api::new(host, self.address, key)
    }

    pub fn aurora_api(&self) -> Api {
        self.api("aurora.localhost", AURORA_KEY)
    }

    pub fn kite_api(&self) -> Api {
        self.api("kite.localhost", KITE_KEY)
    }

    /// The same on a server that lets a key send only so much.
    pub async fn limited_api(&self, key: &str, rate: Rate) -> Api {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        serve(&self.backend, listener, rate, &self.stop);
        Api::new("aurora.localhost", address, key)
    }

    /// What each account of a shop's books and each kind of wallet holds, in micro-units; nothing is left out.
    pub async fn holdings(&self, shop: &Shop) -> std::collections::BTreeMap<String, i64> {
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "select case when e.account = 'wallet' then w.owner_kind else e.account end,
                    sum(e.amount_micros)::bigint
             from ledger_entries e left join wallets w on w.reseller_id = e.reseller_id and w.id = e.wallet_id
             where e.reseller_id = $1 group by 1",
        )
        .bind(shop.id.uuid())
        .fetch_all(&mut self.owner().await)
        .await
        .unwrap();
        rows.into_iter().collect()
    }

    /// Makes a key for Aurora's system.
    pub async fn aurora_key(&self, change: impl FnOnce(&mut CreateKey)) -> (ApiKeyId, Api) {
        let mut new = CreateKey {
            name: "test".into(),
            kind: KeyKind::Test,
            scopes: KeyScope::ALL.to_vec(),
            allowed_networks: vec![],
            daily_cap: None,
            expires_at: None,
            secret: None,
        };
        change(&mut new);
        let system = System::of(self.aurora.id, "test");
        let mut tx = self.backend.begin(&system).await.unwrap();
        let (id, key) = create_key(&mut tx, &system, self.backend.now(), new)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        (id, self.api("aurora.localhost", key.reveal()))
    }
}
