import { fleet } from "@/e2e/accessibility/fleet-places"
import { ledger } from "@/e2e/accessibility/ledger-places"
import { chart, type Scene } from "@/e2e/accessibility/scene"
import { settings } from "@/e2e/accessibility/settings-places"
import { inApp, page, type VisitedPage } from "@/e2e/accessibility/visited-page"

/** Panels that other tests check, where their data exists anyway. */
export const lookedAtElsewhere: Record<string, string> = {
  "components/fleet/clusters/adopt-dialog.tsx": "e2e/out-of-band.spec.ts",
  "components/layout/signed-out-dialog.tsx": "e2e/sign-in.spec.ts",
}

const denied: readonly VisitedPage[] = [
  { file: page("/settings/users"), path: () => "/settings/users", as: "OPERATOR" },
  { file: page("/rollouts/new"), path: () => "/rollouts/new", as: "VIEWER" },
]

const outside: readonly VisitedPage[] = [
  {
    file: inApp("api/docs/page"),
    path: () => "/api/docs",
    loads: { script: 147, live: false },
    repeats: "main article",
  },
  {
    file: inApp("api/docs/errors/page"),
    path: () => "/api/docs/errors",
    loads: { script: 145, live: false },
  },
  { file: inApp("[...missing]/page"), path: () => "/nothing-is-here", loads: { script: 177 } },
  { file: inApp("[...missing]/not-found"), path: () => "/nothing/is/here" },
  { file: inApp("(console)/not-found"), path: () => "/insights/weeks/never" },
]

/** Pages that show more because of what their URL names. */
export const named: Record<string, (scene: Scene) => string> = {
  "an install": ({ slug }) => `/tenants/${slug}/install?chart=demo/${chart}&version=1.0.0`,
  "an upgrade": ({ releaseId }) => `/releases/${releaseId}/upgrade?version=1.1.0`,
  "an operation": ({ releaseId, operationId }) => `/releases/${releaseId}?operation=${operationId}`,
  "a filtered list": ({ application }) => `/history?application=${application}&environment=dev`,
  "a filtered timeline": ({ application }) => `/timeline?application=${application}`,
}

/** Every page of the console with everything that opens on it. */
export const visitedPages: readonly VisitedPage[] = [...ledger, ...fleet, ...settings, ...denied, ...outside]
/** The page for users who are not signed in. */
export const signIn: VisitedPage = {
  file: inApp("sign-in/page"),
  path: () => "/sign-in",
  loads: { script: 149, live: false },
}

const anyScene: Scene = {
  run: ":run",
  email: ":email",
  application: ":application",
  commit: ":commit",
  slug: ":slug",
  deploymentId: ":id",
  liveId: ":live-id",
  week: ":week",
  releaseId: ":id",
  operationId: ":id",
  rolloutId: ":id",
  webhookId: ":id",
  canary: ":canary",
}

/** The path with the source file of the page, the same in every run. */
export function nameOf({ file, path, as = "ADMIN" }: VisitedPage): string {
  return `${decodeURIComponent(path(anyScene))}, ${as.toLowerCase()} (${file})`
}
