/** What an audit entry can say happened to each noun, in the past tense. */
type AuditVerbs = {
  annotation: "created" | "changed" | "removed"
  application: "removed"
  demo: "removed"
  deployment:
    | "recorded"
    | "updated"
    | "imported"
    | "rolled_back"
    | "rollback_undone"
    | "annulled"
    | "restored"
  environment: "created" | "changed" | "archived" | "restored"
  "event-source": "created" | "changed" | "secret_rotated" | "removed"
  operation: "cancel_requested" | "cancelled"
  quarantine: "created" | "lifted"
  release:
    | `${ChangeNoun}_${"requested" | "failed" | "cancelled"}`
    | "installed"
    | "upgraded"
    | "rolled_back"
    | "uninstalled"
    | "adopted"
    | "name_freed"
    | "repaired"
    | "changed_outside"
    | "removed_outside"
    | "stuck"
  repository: "added" | "removed"
  request: "replayed"
  rollout: "started" | "paused" | "resumed" | "aborted" | "rollback_requested" | "completed" | "rolled_back"
  tenant: "created" | "changed"
  token: "created" | "revoked"
  user: "created" | "changed" | "signed_in" | "signed_out" | "password_changed"
  view: "created" | "deleted"
  webhook:
    | "created"
    | "changed"
    | "enabled"
    | "disabled"
    | "secret_rotated"
    | "tested"
    | "delivery_replayed"
    | "removed"
}

type ChangeNoun = "install" | "upgrade" | "rollback" | "uninstall"

type AuditNoun = keyof AuditVerbs
export type AuditVerb<Noun extends AuditNoun> = AuditVerbs[Noun]

/** `noun.verb`, such as `deployment.recorded`. */
export type AuditAction = { [Noun in AuditNoun]: `${Noun}.${AuditVerb<Noun>}` }[AuditNoun]
