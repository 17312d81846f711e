/**
 * Every `code` of a problem document, and what it means and asks for. Programs may rely on them: none changes its
 * meaning, and /api/docs/errors explains each under its own anchor.
 */
export const errorCodes = {
  malformed:
    "The request cannot be read: malformed HTTP, a repeated header, a body that is not JSON or not UTF-8, or a path with invalid percent-encoding.",
  unauthenticated:
    "Nobody is signed in, or the token is not known, has expired or was revoked. Sign in or send another token.",
  wrong_credentials: "The e-mail address or the password is not right.",
  forbidden: "The caller is known and may not do this.",
  missing_scope: "The token or role lacks the scope that `detail` names.",
  token_limited: "The token is limited to some environments or tenants, and this concerns all of Slipway.",
  not_a_person: "This is about the person who is signed in; an API token has no account.",
  cross_site_write:
    "A change with a browser's session must come from Slipway's own pages. Programs use a token.",
  account_disabled: "The account is disabled. An admin can enable it.",
  not_found: "There is no such thing, or the caller may not know of it.",
  method_not_allowed: "The path is right, the method is not. `Allow` lists what is offered.",
  request_timeout: "The request did not arrive in time. Send it again.",
  expectation_failed: "The only supported expectation is `Expect: 100-continue`.",
  headers_too_large: "The request line and headers together are larger than 16 KiB.",
  conflict: "The change is in conflict with the present state; `detail` says how.",
  status_conflict: "A deployment does not move from the one status to the other; `detail` names both.",
  external_id_conflict:
    "The externalId belongs to a deployment of another application, environment or image tag.",
  id_conflict: "The id of an imported row belongs to another deployment.",
  deployment_annulled: "The deployment was annulled and takes no changes. An admin can restore it.",
  ambiguous_rollback:
    "The image tag is live in several places. Name the environment or application; `detail` lists them.",
  environment_name_taken: "Another environment has this name or alias.",
  environment_archived: "The environment is archived and takes no new records. An admin can restore it.",
  email_taken: "There is an account with this e-mail address already.",
  last_admin: "Without this admin nobody could manage Slipway. Make somebody else an admin first.",
  no_password: "The account signs in through the identity provider and has no password here.",
  slug_taken: "Another tenant has this slug.",
  namespace_taken: "Another tenant has this namespace of the cluster.",
  tenant_in_use: "Releases of the tenant run in its namespace; it cannot move while they do.",
  unknown_cluster: "No cluster of this name is set up. `detail` lists those that are.",
  repository_name_taken: "Another repository has this name.",
  repository_fixed: "The repository was named by the operator at start, and goes away where it was named.",
  address_not_allowed:
    "Slipway does not ask this address: it is not https, not an allowed host, or private. `detail` says which.",
  repository_unavailable: "The repository cannot be reached or answers what cannot be read. Try again later.",
  unknown_chart: "No configured repository has a chart of this name.",
  ambiguous_chart: "Several repositories have a chart of this name. Name one: repository/name.",
  unknown_chart_version: "The chart has no such version. `detail` names the newest ones.",
  bad_chart: "The packaged chart is not as it should be: `detail` says how. It was not used.",
  operation_running: "Another change of this release is queued or runs; `operation` says which.",
  not_cancellable: "The operation is over, or is one that Helm must not be interrupted in.",
  release_name_taken: "A release of this name is in this namespace already.",
  release_managed: "The release is Slipway's already; it cannot be adopted again.",
  release_changed:
    "The release changes faster than the change could be planned. Read it again, and ask again.",
  release_not_installed: "The release is not installed, so there is nothing to change. Install it.",
  tenant_suspended: "The tenant is suspended: nothing is installed, upgraded or rolled back for it.",
  tenant_moved: "The tenant was given another namespace while this was asked for. Ask again.",
  unknown_tenant: "There is no such tenant, or the caller may not know of it.",
  unknown_namespace: "The namespace is not one of the tenant's.",
  unknown_release: "The chart has no such release, or the caller may not know of it.",
  rollout_state_conflict: "The rollout is in a state in which this cannot be done; `detail` names it.",
  unknown_revision: "The release has no such revision to go to.",
  chart_not_installable: "Helm cannot install this chart; `detail` says why.",
  kube_version_unmet: "The chart needs another version of Kubernetes than the cluster has.",
  values_refused: "The values do not fit the chart's values.schema.json. `errors` names each by its pointer.",
  masked_value: "A mask was sent as a value, and there is no value before it to keep.",
  preview_outdated:
    "What would be done now differs from what was previewed; `differs` and `detail` say how. Preview it again.",
  preview_failed: "What the change would do could not be found out; `detail` says why. Nothing was changed.",
  preview_late: "No worker has made the preview in time. Try again after Retry-After.",
  idempotency_key_in_flight:
    "A request with this Idempotency-Key is still being answered. Try again shortly.",
  idempotency_key_reused:
    "This Idempotency-Key was used with another payload. Make a new key for a new request.",
  precondition_failed: "The thing changed since the ETag in If-Match. Read it again and decide anew.",
  precondition_required: "This change needs If-Match with the ETag you have seen.",
  too_large: "The body is larger than is taken: 1 MiB, or 64 MiB for an import.",
  unsupported_media_type: "Send the body in the content type that `detail` names.",
  invalid: "Some of what was sent cannot be accepted. `errors` names each field by its pointer.",
  unknown_environment:
    "No environment has this name or alias. `detail` lists up to five that the caller may name, the nearest first.",
  bad_cursor: "The cursor was not made by this list. Start again without one.",
  wrong_password: "What was sent as the present password is not it.",
  weak_password:
    "The password is common, follows a pattern, or contains the name or e-mail address. Choose another one.",
  too_many_requests: "Too many requests. Wait as long as Retry-After says.",
  too_many_sign_ins:
    "Too many failed sign-ins of this account or from this address. Wait as long as Retry-After says.",
  unavailable: "Slipway cannot do this right now. Try again after Retry-After; nothing was changed.",
  database_away:
    "The database cannot be reached. `detail` says whether a change may have been made: then retry with the same Idempotency-Key, after Retry-After.",
  overloaded: "Too many requests wait for the database. Nothing was changed; retry after Retry-After.",
  not_ready: "The process cannot serve yet: the database is away or misses a migration.",
  internal: "Something nobody foresaw. Tell an admin the requestId; the log has the rest.",
} as const satisfies Record<string, string>

export type ErrorCode = keyof typeof errorCodes
