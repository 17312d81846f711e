/**
 * Every `code` of a problem document: what it means and what to do. Codes are a stable contract for clients;
 * /api/docs/errors documents each under its own anchor.
 */
export const errorCodes = {
  malformed:
    "The request cannot be parsed: malformed HTTP, a repeated header, a body that is not valid JSON or UTF-8, or a path with invalid percent-encoding.",
  unauthenticated:
    "The request is not authenticated, or the API token is unknown, expired or revoked. Sign in or send a valid token.",
  wrong_credentials: "The email address or password is incorrect.",
  forbidden: "The caller is authenticated but does not have permission.",
  missing_scope: "The token or role does not have the scope named in `detail`.",
  token_limited: "The token is limited to certain environments or tenants, and this operation is not.",
  not_a_person: "The endpoint needs a signed-in user; API tokens have no user account.",
  cross_site_write:
    "A write with a browser session must come from Slipway's own pages. Programs must use an API token.",
  account_disabled: "The account is disabled. An admin can enable it.",
  not_found: "The resource does not exist, or the caller is not allowed to see it.",
  method_not_allowed: "The path does not support this method. `Allow` lists the supported methods.",
  request_timeout: "The request did not arrive in time. Send it again.",
  expectation_failed: "The only supported expectation is `Expect: 100-continue`.",
  headers_too_large: "The request line and headers together are larger than 16 KiB.",
  conflict: "The request conflicts with the current state; `detail` says how.",
  status_conflict:
    "The deployment cannot change from its current status to the requested one; `detail` names both.",
  external_id_conflict:
    "The externalId belongs to a deployment of another application, environment or image tag.",
  id_conflict: "The id of an imported row belongs to another deployment.",
  deployment_annulled: "The deployment is annulled and cannot be changed. An admin can restore it.",
  request_replayed:
    "An admin has already replayed this request; `deploymentId` is the deployment that was recorded.",
  not_replayable: "Only a request that failed to record a deployment can be replayed.",
  event_source_name_taken: "Another event source has this name.",
  too_many_event_sources: "The limit of event sources for this system is reached. Remove one first.",
  ambiguous_rollback:
    "The image tag is live in several environments or applications. Specify one; `detail` lists them.",
  environment_name_taken: "Another environment has this name or alias.",
  environment_archived: "The environment is archived and accepts no new records. An admin can restore it.",
  email_taken: "A user with this email address already exists.",
  last_admin: "At least one enabled admin is required. Make another user an admin first.",
  no_password: "The user signs in through the identity provider and has no Slipway password.",
  slug_taken: "Another tenant has this slug.",
  namespace_taken: "Another tenant has this namespace in the cluster.",
  tenant_in_use:
    "Releases of the tenant are installed in its namespace. Uninstall them before moving the tenant.",
  unknown_cluster: "No cluster with this name is configured. `detail` lists the configured clusters.",
  repository_name_taken: "Another repository has this name.",
  repository_fixed: "The repository is set in the server configuration. Remove it there.",
  address_not_allowed:
    "The address is not allowed: it is not HTTPS, not an allowed host, or private. `detail` says which.",
  repository_unavailable:
    "The repository cannot be reached, or its response cannot be parsed. Try again later.",
  unknown_chart: "No configured repository has a chart with this name.",
  ambiguous_chart: "Several repositories have a chart with this name. Specify one as `repository/name`.",
  unknown_chart_version: "The chart does not have this version. `detail` lists the newest versions.",
  bad_chart: "The chart package is invalid; `detail` says why. It was not used.",
  webhook_disabled: "The webhook is disabled and sends nothing. Enable it first.",
  operation_running: "Another operation on this release is queued or running; `operation` identifies it.",
  not_cancellable: "The operation has finished, or is of a kind that cannot be interrupted.",
  release_name_taken: "A release with this name already exists in the namespace.",
  release_managed: "Slipway already manages this release.",
  release_changed:
    "The release changed while the operation was being planned. Read the release again and retry.",
  release_not_installed: "The release is not installed. Install it first.",
  tenant_suspended: "The tenant is suspended. Its releases cannot be installed, upgraded or rolled back.",
  version_quarantined:
    "The chart version is quarantined and must not be deployed where it does not run; `detail` says why. Choose another version.",
  already_quarantined: "The version is already quarantined; `quarantineId` is the active quarantine.",
  tenant_moved: "The tenant moved to another namespace during the request. Retry the request.",
  unknown_tenant: "The tenant does not exist, or the caller is not allowed to see it.",
  unknown_namespace: "The namespace does not belong to the tenant.",
  unknown_release: "The chart has no such release, or the caller is not allowed to see it.",
  rollout_state_conflict: "The rollout does not allow this in its current state; `detail` names the state.",
  unknown_revision: "The release does not have this revision.",
  chart_not_installable: "Helm cannot install this chart; `detail` says why.",
  kube_version_unmet: "The chart requires a different Kubernetes version than the cluster runs.",
  values_refused:
    "The values do not match the chart's values.schema.json. `errors` names each field by its pointer.",
  masked_value: "A mask was sent as a value, but there is no previous value to keep. Send the actual value.",
  preview_outdated:
    "The changes differ from the preview; `differs` and `detail` describe how. Request a new preview.",
  preview_failed: "The preview failed; `detail` says why. Nothing was changed.",
  preview_late: "No worker produced the preview in time. Retry after Retry-After.",
  idempotency_key_in_flight: "A request with this Idempotency-Key is in progress. Retry shortly.",
  idempotency_key_reused:
    "This Idempotency-Key was used with a different payload. Use a new key for each new request.",
  precondition_failed:
    "The resource has changed since the ETag in If-Match. Read it again and retry with the new ETag.",
  precondition_required: "This request requires an If-Match header with the current ETag.",
  too_large: "The body is larger than the limit: 1 MiB, or 64 MiB for an import.",
  unsupported_media_type:
    "The content type is not supported. Send the body in the content type named in `detail`.",
  invalid: "Validation failed. `errors` names each invalid field by its pointer.",
  unknown_environment:
    "No environment has this name or alias. `detail` lists up to five that the caller can use, closest match first.",
  bad_cursor: "The cursor is not from this list. Start again without a cursor.",
  wrong_password: "The current password is incorrect.",
  weak_password:
    "The password is common, follows a pattern, or contains the user's name or email address. Choose another one.",
  too_many_requests: "Too many requests. Retry after Retry-After.",
  too_many_sign_ins:
    "Too many failed sign-ins for this account or from this address. Retry after Retry-After.",
  unavailable: "Slipway is temporarily unavailable. Nothing was changed; retry after Retry-After.",
  database_unavailable:
    "The database is unavailable. Retry after Retry-After; if `detail` says that the change may have been made, use the same Idempotency-Key.",
  overloaded: "Too many requests are waiting for the database. Nothing was changed; retry after Retry-After.",
  not_ready: "The process is not ready: the database is unavailable or a migration has not been applied.",
  internal: "An unexpected error occurred. Give the requestId to an admin; the server log has the details.",
} as const satisfies Record<string, string>

export type ErrorCode = keyof typeof errorCodes
