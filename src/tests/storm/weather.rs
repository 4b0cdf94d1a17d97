//! How badly the vendors behave, and the calm afterwards.

use clouddail::domain::orders;
use serde_json::json;

use crate::support::{World, sandbox::Sandbox};

/// One call in twelve fails in one of these ways.
const FAULTS: [(&str, &str); 6] = [
    ("telna.order", "500_after"),
    ("telna.order", "drop_after"),
    ("telna.order", "drop_before"),
    ("twilio.buy", "500_after"),
    ("flutterwave.checkout", "500_before"),
    ("flutterwave.verify_by_reference", "drop_before"),
];

/// Makes them fail now and then.
pub async fn turn_bad(sandbox: &Sandbox) {
    for (operation, mode) in FAULTS {
        let fault = json!({ "operation": operation, "mode": mode, "failure_rate": 0.08 });
        sandbox.post("/_sandbox/faults", fault).await;
    }
}

/// Ends the faults and lets time pass until nothing is in flight any more.
pub async fn calm_down(world: &World) {
    world.sandbox.heal().await;
    for _ in 0..40 {
        world.pass(300).await;
        orders::sweep::sweep(&world.backend).await.unwrap();
        world.run_jobs().await;
        let in_flight = world
            .count(
                "select (select count(*) from orders where state in ('held', 'submitted', 'unknown'))
                      + (select count(*) from withdrawals where state in ('held', 'submitted'))",
            )
            .await;
        if in_flight == 0 {
            return;
        }
    }
    let left: Vec<String> = sqlx::query_scalar(
        "select reference || ' is ' || state || ' since ' || updated_at from orders where state in ('held', 'submitted', 'unknown')
         union all
         select id || ' is ' || state || ' since ' || updated_at from withdrawals where state in ('held', 'submitted')",
    )
    .fetch_all(&mut world.owner().await)
    .await
    .unwrap();
    panic!("in flight in good weather at {}: {left:#?}", world.backend.now());
}
