//! Plans and places by name.

use sqlx::PgConnection;

use crate::{
    domain::esims::offer::Label,
    shared::{ids::PlanId, pricing::Named},
};

/// Plans on sale in shops, of one place or of all, by name. A name that does not say the place gets it behind. Plans of
/// companies' lines can be typed as well and would double the list.
pub(in crate::domain::esims) async fn labels(
    conn: &mut PgConnection,
    slug: Option<&str>,
    limit: i64,
) -> Result<Vec<Label>, sqlx::Error> {
    sqlx::query_as!(
        Label,
        r#"select id as "id!: PlanId", label as "label!", count(*) over (partition by lower(label)) > 1 as "is_shared!"
           from (select id, case when strpos(lower(name), lower(place)) > 0 then name else name || ', ' || place end
                            as label
                 from esim_data_plans
                 where is_active and ($1::text is null or place_slug = $1)
                   and provider not in (select v.name from providers v where v.kind = 'lines')) as plans
           order by label, id limit $2"#,
        slug,
        limit,
    )
    .fetch_all(conn)
    .await
}

/// At most two plans on sale that are called so.
pub(in crate::domain::esims) async fn called(
    conn: &mut PgConnection,
    name: &str,
) -> Result<Vec<PlanId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: PlanId" from esim_data_plans
           where is_active and (lower(name) = lower($1) or lower(name || ', ' || place) = lower($1)) limit 2"#,
        name,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::esims) async fn places(
    conn: &mut PgConnection,
    limit: i64,
) -> Result<Vec<Named>, sqlx::Error> {
    sqlx::query_as!(
        Named,
        r#"select place_slug as value, min(place) as "name!" from esim_data_plans where is_active
           group by place_slug order by 2 limit $1"#,
        limit,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::esims) async fn countries(
    conn: &mut PgConnection,
    limit: i64,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select distinct countries[1]::text as "country!" from esim_data_plans
           where is_active and coverage = 'local' limit $1"#,
        limit,
    )
    .fetch_all(conn)
    .await
}
