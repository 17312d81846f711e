import type { Exchanges, RouteHandlers } from "@/lib/web/http/define-route"
import * as activity from "./activity/route"
import * as auditExport from "./audit/export/route"
import * as audit from "./audit/route"
import * as auditVerify from "./audit/verify/route"
import * as clusters from "./clusters/route"
import * as demo from "./demo/route"
import * as digest from "./digests/[week]/route"
import * as events from "./events/route"
import * as chartContents from "./helm/charts/[repository]/[name]/[version]/route"
import * as chartVersions from "./helm/charts/[repository]/[name]/route"
import * as charts from "./helm/charts/route"
import * as releaseEvents from "./helm/releases/[releaseId]/events/route"
import * as releaseRevision from "./helm/releases/[releaseId]/history/[revision]/route"
import * as releaseHistory from "./helm/releases/[releaseId]/history/route"
import * as releaseResources from "./helm/releases/[releaseId]/resources/route"
import * as releaseRollbackLast from "./helm/releases/[releaseId]/rollback/last-successful/route"
import * as releaseRollback from "./helm/releases/[releaseId]/rollback/route"
import * as release from "./helm/releases/[releaseId]/route"
import * as releaseUpgrade from "./helm/releases/[releaseId]/upgrade/route"
import * as releaseAttention from "./helm/releases/attention/route"
import * as releaseBatchUpgrade from "./helm/releases/chart/[chartName]/batch-upgrade/route"
import * as releaseNeedsUpgrade from "./helm/releases/chart/[chartName]/needs-upgrade/route"
import * as releaseVersions from "./helm/releases/chart/[chartName]/versions/route"
import * as releaseExport from "./helm/releases/export/route"
import * as fleetMatrix from "./helm/releases/matrix/route"
import * as releasePreview from "./helm/releases/preview/route"
import * as releases from "./helm/releases/route"
import * as releaseSummary from "./helm/releases/summary/route"
import * as tenantHistory from "./helm/releases/tenant/[tenantId]/history/route"
import * as tenantReleases from "./helm/releases/tenant/[tenantId]/route"
import * as fleetVersions from "./helm/releases/versions/route"
import * as repositoryCheck from "./helm/repositories/[id]/check/route"
import * as repository from "./helm/repositories/[id]/route"
import * as repositories from "./helm/repositories/route"
import * as rolloutAbort from "./helm/rollouts/[id]/abort/route"
import * as rolloutEvents from "./helm/rollouts/[id]/events/route"
import * as rolloutPause from "./helm/rollouts/[id]/pause/route"
import * as rolloutResume from "./helm/rollouts/[id]/resume/route"
import * as rolloutRollback from "./helm/rollouts/[id]/rollback/route"
import * as rollout from "./helm/rollouts/[id]/route"
import * as rolloutPreview from "./helm/rollouts/preview/route"
import * as rollouts from "./helm/rollouts/route"
import * as adoptRelease from "./helm/unmanaged/adopt/route"
import * as unmanaged from "./helm/unmanaged/route"
import * as valuesPaths from "./helm/values/paths/route"
import * as values from "./helm/values/route"
import * as valuesSummary from "./helm/values/summary/route"
import * as openapi from "./openapi.json/route"
import * as operationCancel from "./operations/[id]/cancel/route"
import * as operationEvents from "./operations/[id]/events/route"
import * as operation from "./operations/[id]/route"
import * as operations from "./operations/route"
import * as annotation from "./platform/annotations/[id]/route"
import * as annotations from "./platform/annotations/route"
import * as deploymentAnnul from "./platform/deployments/[id]/annul/route"
import * as deploymentRestore from "./platform/deployments/[id]/restore/route"
import * as deployment from "./platform/deployments/[id]/route"
import * as deploymentTenants from "./platform/deployments/[id]/tenants/route"
import * as deploymentUnmark from "./platform/deployments/[id]/unmark/route"
import * as branch from "./platform/deployments/branch/[...gitBranch]/route"
import * as changes from "./platform/deployments/changes/route"
import * as current from "./platform/deployments/current/route"
import * as drift from "./platform/deployments/drift/route"
import * as deploymentEvents from "./platform/deployments/events/route"
import * as exported from "./platform/deployments/export/route"
import * as gate from "./platform/deployments/gate/route"
import * as history from "./platform/deployments/history/route"
import * as imported from "./platform/deployments/import/route"
import * as applicationInsights from "./platform/deployments/insights/applications/route"
import * as insights from "./platform/deployments/insights/route"
import * as insightRows from "./platform/deployments/insights/rows/route"
import * as lanesExport from "./platform/deployments/lanes/export/route"
import * as lanes from "./platform/deployments/lanes/route"
import * as lanesSummary from "./platform/deployments/lanes/summary/route"
import * as promotions from "./platform/deployments/promotions/route"
import * as removals from "./platform/deployments/removals/route"
import * as deployments from "./platform/deployments/route"
import * as state from "./platform/deployments/state/route"
import * as tagExists from "./platform/deployments/tag/[imageTag]/exists/route"
import * as tagRollback from "./platform/deployments/tag/[imageTag]/rollback/route"
import * as tag from "./platform/deployments/tag/[imageTag]/route"
import * as timeline from "./platform/deployments/timeline/route"
import * as timelineVersions from "./platform/deployments/timeline/versions/route"
import * as environment from "./platform/environments/[...name]/route"
import * as environments from "./platform/environments/route"
import * as overview from "./platform/overview/route"
import * as requestResend from "./requests/[id]/resend/route"
import * as request from "./requests/[id]/route"
import * as requests from "./requests/route"
import * as search from "./search/route"
import * as status from "./status/route"
import * as tenant from "./tenants/[id]/route"
import * as tenants from "./tenants/route"
import * as token from "./tokens/[id]/route"
import * as tokens from "./tokens/route"
import * as userPassword from "./users/[id]/password/route"
import * as user from "./users/[id]/route"
import * as userSessions from "./users/[id]/sessions/route"
import * as ownLayout from "./users/me/layouts/[list]/route"
import * as ownLayouts from "./users/me/layouts/route"
import * as ownPassword from "./users/me/password/route"
import * as me from "./users/me/route"
import * as ownSessions from "./users/me/sessions/route"
import * as ownView from "./users/me/views/[id]/route"
import * as ownViews from "./users/me/views/route"
import * as users from "./users/route"
import * as workers from "./workers/route"

const declared = {
  "platform/deployments": deployments,
  "platform/deployments/history": history,
  "platform/deployments/current": current,
  "platform/deployments/[id]/annul": deploymentAnnul,
  "platform/deployments/[id]/restore": deploymentRestore,
  "platform/deployments/[id]/unmark": deploymentUnmark,
  "platform/deployments/[id]": deployment,
  "platform/deployments/[id]/tenants": deploymentTenants,
  "platform/deployments/tag/[imageTag]": tag,
  "platform/deployments/tag/[imageTag]/exists": tagExists,
  "platform/deployments/tag/[imageTag]/rollback": tagRollback,
  "platform/deployments/branch/[...gitBranch]": branch,
  "platform/deployments/drift": drift,
  "platform/deployments/promotions": promotions,
  "platform/deployments/insights": insights,
  "platform/deployments/insights/applications": applicationInsights,
  "platform/deployments/insights/rows": insightRows,
  "platform/deployments/state": state,
  "platform/deployments/lanes": lanes,
  "platform/deployments/lanes/export": lanesExport,
  "platform/deployments/lanes/summary": lanesSummary,
  "platform/deployments/changes": changes,
  "platform/deployments/timeline": timeline,
  "platform/deployments/timeline/versions": timelineVersions,
  "platform/deployments/gate": gate,
  "platform/deployments/import": imported,
  "platform/deployments/export": exported,
  "platform/deployments/removals": removals,
  "platform/deployments/events": deploymentEvents,
  "platform/overview": overview,
  search,
  activity,
  events,
  "digests/[week]": digest,
  "platform/annotations": annotations,
  "platform/annotations/[id]": annotation,
  "platform/environments": environments,
  "platform/environments/[...name]": environment,
  tenants,
  "tenants/[id]": tenant,
  clusters,
  workers,
  "helm/repositories": repositories,
  "helm/repositories/[id]": repository,
  "helm/repositories/[id]/check": repositoryCheck,
  "helm/charts": charts,
  "helm/charts/[repository]/[name]": chartVersions,
  "helm/charts/[repository]/[name]/[version]": chartContents,
  "helm/releases": releases,
  "helm/releases/preview": releasePreview,
  "helm/releases/summary": releaseSummary,
  "helm/releases/versions": fleetVersions,
  "helm/releases/matrix": fleetMatrix,
  "helm/releases/export": releaseExport,
  "helm/releases/attention": releaseAttention,
  "helm/releases/tenant/[tenantId]": tenantReleases,
  "helm/releases/tenant/[tenantId]/history": tenantHistory,
  "helm/releases/chart/[chartName]/versions": releaseVersions,
  "helm/releases/chart/[chartName]/needs-upgrade": releaseNeedsUpgrade,
  "helm/releases/chart/[chartName]/batch-upgrade": releaseBatchUpgrade,
  "helm/releases/[releaseId]": release,
  "helm/releases/[releaseId]/history": releaseHistory,
  "helm/releases/[releaseId]/history/[revision]": releaseRevision,
  "helm/releases/[releaseId]/resources": releaseResources,
  "helm/releases/[releaseId]/upgrade": releaseUpgrade,
  "helm/releases/[releaseId]/rollback": releaseRollback,
  "helm/releases/[releaseId]/rollback/last-successful": releaseRollbackLast,
  "helm/releases/[releaseId]/events": releaseEvents,
  "helm/values": values,
  "helm/values/summary": valuesSummary,
  "helm/values/paths": valuesPaths,
  "helm/rollouts": rollouts,
  "helm/rollouts/preview": rolloutPreview,
  "helm/rollouts/[id]": rollout,
  "helm/rollouts/[id]/pause": rolloutPause,
  "helm/rollouts/[id]/resume": rolloutResume,
  "helm/rollouts/[id]/abort": rolloutAbort,
  "helm/rollouts/[id]/rollback": rolloutRollback,
  "helm/rollouts/[id]/events": rolloutEvents,
  "helm/unmanaged": unmanaged,
  "helm/unmanaged/adopt": adoptRelease,
  operations,
  "operations/[id]": operation,
  "operations/[id]/cancel": operationCancel,
  "operations/[id]/events": operationEvents,
  "users/me": me,
  "users/me/password": ownPassword,
  "users/me/sessions": ownSessions,
  "users/me/layouts": ownLayouts,
  "users/me/layouts/[list]": ownLayout,
  "users/me/views": ownViews,
  "users/me/views/[id]": ownView,
  users,
  "users/[id]": user,
  "users/[id]/password": userPassword,
  "users/[id]/sessions": userSessions,
  tokens,
  "tokens/[id]": token,
  requests,
  "requests/[id]": request,
  "requests/[id]/resend": requestResend,
  audit,
  "audit/export": auditExport,
  "audit/verify": auditVerify,
  status,
  demo,
  "openapi.json": openapi,
}

/**
 * Every API route by folder, in the order of the reference. The OpenAPI document and the route inventory are derived
 * from it; routes.test.ts fails for a route file that is missing here.
 */
export const routes: Record<string, RouteHandlers> = declared

declare module "@/lib/platform/paths" {
  interface ApiRoutes extends Exchanges<typeof declared> {}
}
