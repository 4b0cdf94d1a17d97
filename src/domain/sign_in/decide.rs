//! What somebody's groups make of them in the company.

use crate::{
    domain::members::Assign,
    shared::{ids::TeamId, permissions::OrganizationRole, sign_in::GroupRow},
};

/// The role and the teams; `None` for somebody whom no group and no default lets in. Of several groups the role that may
/// most wins. Owners keep their role, and so does a member of a company that lists no groups.
pub(super) fn decide(
    groups: &[String],
    listed: &[GroupRow],
    default: Option<OrganizationRole>,
    current: Option<OrganizationRole>,
) -> Option<Assign> {
    let fitting: Vec<&GroupRow> = listed.iter().filter(|row| groups.contains(&row.value)).collect();
    let of_groups = OrganizationRole::ALL
        .iter()
        .copied()
        .find(|role| fitting.iter().any(|row| row.role == *role));
    let role = match current {
        Some(OrganizationRole::Owner) => current,
        Some(_) if listed.is_empty() => current,
        _ => of_groups.or(default),
    }?;
    let teams_of = |rows: &mut dyn Iterator<Item = &GroupRow>| -> Vec<TeamId> {
        rows.filter(|row| row.role == OrganizationRole::Manager)
            .filter_map(|row| row.team.as_ref().map(|team| team.id))
            .collect()
    };
    let leads = teams_of(&mut fitting.into_iter());
    let leads_no_more = teams_of(&mut listed.iter())
        .into_iter()
        .filter(|team| !leads.contains(team))
        .collect();
    Some(Assign {
        role,
        leads,
        leads_no_more,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::company::TeamChoice;

    fn row(value: &str, role: OrganizationRole, team: Option<TeamId>) -> GroupRow {
        GroupRow {
            value: value.into(),
            role,
            team: team.map(|id| TeamChoice {
                id,
                name: "A team".into(),
            }),
        }
    }

    #[test]
    fn the_groups_decide_and_owners_stay() {
        use OrganizationRole::{Admin, Finance, Manager, Owner, Standard, Viewer};
        let (north, south) = (TeamId::new(), TeamId::new());
        let listed = [
            row("money", Finance, None),
            row("it", Admin, None),
            row("north", Manager, Some(north)),
            row("south", Manager, Some(south)),
        ];
        let groups = |names: &[&str]| -> Vec<String> { names.iter().map(|&name| name.into()).collect() };
        let role = |names: &[&str], default, current| {
            decide(&groups(names), &listed, default, current).map(|assign| assign.role)
        };
        assert_eq!(role(&["money", "it"], None, None), Some(Admin));
        assert_eq!(role(&["others"], None, Some(Finance)), None);
        assert_eq!(role(&["others"], Some(Standard), Some(Admin)), Some(Standard));
        assert_eq!(role(&["others"], None, Some(Owner)), Some(Owner));
        let led = decide(&groups(&["south"]), &listed, None, Some(Viewer)).unwrap();
        assert_eq!(
            (led.role, led.leads, led.leads_no_more),
            (Manager, vec![south], vec![north])
        );
        assert_eq!(
            decide(&[], &[], None, Some(Viewer)).map(|assign| assign.role),
            Some(Viewer)
        );
        assert_eq!(decide(&[], &[], None, None), None);
    }
}
