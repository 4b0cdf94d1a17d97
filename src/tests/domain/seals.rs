//! A new sealing key takes the place of the old one, over every column of secrets.

use std::sync::Arc;

use clouddail::{
    backend::{Backend, Seal, SealKeys},
    domain::{esims, seals::rotate, supply},
    shared::ids::EsimId,
};

use crate::support::World;

const OLD: &str = "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const NEW: &str = "next:ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";

fn with_keys(world: &World, keys: &str) -> Backend {
    let mut backend = world.backend.clone();
    backend.seal = Arc::new(Seal::new(SealKeys::parse(keys).unwrap()));
    backend
}

#[tokio::test]
async fn secrets_are_sealed_anew_and_the_old_key_can_go() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    for product in ["114701", "114702"] {
        let quoted = world.quote_plan(&customer, product).await;
        world.place(&customer, &quoted).await.unwrap();
    }
    world.line("bruno").await;
    let mut operator = world.browser("localhost", "admin@clouddail.test").await;
    let key = clouddail::boot::config::sandbox_keys::TELNYX_API_KEY;
    let form = [("provider", "telnyx"), ("key", key)];
    operator
        .post("/admin/providers/telnyx", "/do/supply/save_keys", &form)
        .await;
    let esim: uuid::Uuid = sqlx::query_scalar("select id from esim_activations order by id limit 1")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let esim = EsimId::from(esim);

    // A key nobody has: nothing is touched, and it is said.
    let lost = rotate(&with_keys(&world, NEW)).await.unwrap();
    let codes = lost
        .iter()
        .find(|one| one.column.starts_with("esim_activations"))
        .unwrap();
    assert_eq!((codes.resealed, codes.unreadable, codes.left), (0, 2, 2));

    let both = with_keys(&world, &format!("{NEW},{OLD}"));
    let done = rotate(&both).await.unwrap();
    let of = |name: &str| done.iter().find(|one| one.column.starts_with(name)).unwrap();
    assert_eq!(of("esim_activations").resealed, 2);
    assert_eq!(of("provider_credentials").resealed, 1);
    for touched in ["gateway_credentials", "lines", "line_pickups.token"] {
        assert_eq!(of(touched).resealed, 1, "{touched}: {done:?}");
    }
    assert!(
        done.iter().all(|one| one.unreadable == 0 && one.left == 0),
        "{done:?}"
    );
    let again = rotate(&both).await.unwrap();
    assert!(again.iter().all(|one| one.resealed == 0), "{again:?}");

    let new_only = with_keys(&world, NEW);
    let code = esims::view::qr_svg(&new_only, &customer, esim).await.unwrap();
    assert!(code.unwrap().contains("<svg"));
    supply::take_keys(&new_only).await.unwrap();
    assert!(
        esims::view::qr_svg(&with_keys(&world, OLD), &customer, esim)
            .await
            .is_err()
    );
    world.prove().await;
}

/// A column of secrets that the rotation does not know would be lost with the old key.
#[tokio::test]
async fn every_sealed_column_is_known() {
    let world = World::new().await;
    let mut columns: Vec<String> = sqlx::query_scalar(
        "select table_name || '.' || column_name from information_schema.columns
         where table_schema = 'public' and data_type = 'bytea' and (column_name like '%sealed%' or column_name like '%secret%')",
    )
    .fetch_all(&mut world.owner().await)
    .await
    .unwrap();
    let rotated = rotate(&world.backend).await.unwrap();
    let mut known: Vec<String> = rotated.into_iter().map(|one| one.column.to_owned()).collect();
    columns.sort();
    known.sort();
    assert_eq!(columns, known);
    world.prove().await;
}
