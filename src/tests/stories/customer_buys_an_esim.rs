use std::process::Command;

use clouddail::domain::{esims, orders};

use crate::support::World;

/// The picture a phone scans, read by a program that is not ours, is what the provider issued.
#[tokio::test]
async fn the_qr_code_is_the_providers_activation_code() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let quoted = world.quote_plan(&customer, "114701").await;
    let order = world.place(&customer, &quoted).await.unwrap();
    let view = orders::view::view(&world.backend, &customer, order)
        .await
        .unwrap()
        .unwrap();
    let id = view.esim_id.unwrap();

    let png = esims::view::qr_png(&world.backend, &customer, id)
        .await
        .unwrap()
        .unwrap();
    let picture = world.files.path().join("qr.png");
    std::fs::write(&picture, png).unwrap();
    let read = Command::new("zbarimg")
        .args(["--quiet", "--raw"])
        .arg(&picture)
        .output()
        .expect("zbarimg is installed");
    let read = String::from_utf8(read.stdout).unwrap();

    let issued = world.sandbox.inventory().await;
    assert!(
        issued.to_string().contains(read.trim()),
        "the provider never issued {read}"
    );
    let page = esims::view::view(&world.backend, &customer, id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(page.activation_code, read.trim());
    assert!(
        page.activation_code.contains(&page.smdp_address) && page.activation_code.contains(&page.matching_id)
    );
    world.prove().await;
}

/// The activation code is nowhere in the tables as text, and opens for nobody else.
#[tokio::test]
async fn the_activation_code_is_sealed_and_its_owners_alone() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let stranger = world.customer(&world.aurora, "owner@northwind.test").await;
    let elsewhere = world.kite_customer().await;
    let quoted = world.quote_plan(&customer, "114701").await;
    let order = world.place(&customer, &quoted).await.unwrap();
    let id = orders::view::view(&world.backend, &customer, order)
        .await
        .unwrap()
        .unwrap()
        .esim_id
        .unwrap();
    let leaks = world
        .count("select count(*) from esim_activations where encode(activation_code_sealed, 'escape') like '%LPA%'")
        .await;
    assert_eq!(leaks, 0);
    for other in [stranger, elsewhere] {
        assert!(
            esims::view::view(&world.backend, &other, id)
                .await
                .unwrap()
                .is_none()
        );
        assert!(
            orders::view::view(&world.backend, &other, order)
                .await
                .unwrap()
                .is_none()
        );
    }
    world.prove().await;
}
