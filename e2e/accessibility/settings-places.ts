import { dialog, drawer, inDrawer, popover } from "@/e2e/accessibility/panels"
import { page, type VisitedPage } from "@/e2e/accessibility/visited-page"

export const settings: readonly VisitedPage[] = [
  {
    file: page("/settings/account"),
    path: () => "/settings/account",
    loads: { script: 164 },
  },
  {
    file: page("/settings/environments"),
    path: () => "/settings/environments",
    loads: { script: 173 },
    panels: [dialog("ledger/environments/environment-dialog", "New environment"), popover(/^Archive/)],
  },
  {
    file: page("/settings/clusters"),
    path: () => "/settings/clusters",
    loads: { script: 180, asks: { "/clusters": 1 } },
  },
  {
    file: page("/settings/status"),
    path: () => "/settings/status",
    loads: { script: 171 },
  },
  {
    file: page("/settings/repositories"),
    path: () => "/settings/repositories",
    // The excluded files of a folder are known only after reading it.
    loads: { script: 172, asks: { "/helm/repositories/…/check": 1 } },
    panels: [dialog("app/(console)/settings/repositories/repositories-view", "New repository")],
  },
  {
    file: page("/settings/pipelines"),
    path: () => "/settings/pipelines?system=github",
    loads: { script: 175 },
  },
  {
    file: page("/settings/pipelines/sources"),
    path: () => "/settings/pipelines/sources",
    loads: { script: 174, asks: { "/ingest/sources": 1 } },
    panels: [
      dialog("admin/event-sources/event-source-dialog", "New event source"),
      dialog("app/(console)/settings/pipelines/sources/event-sources-view", /^Set up/),
    ],
  },
  {
    file: page("/settings/pipelines/requests"),
    path: ({ application }) => `/settings/pipelines/requests?application=${application}&outcome=REFUSED`,
    loads: { script: 192, asks: { "/ingest/log": 1 } },
    panels: [
      drawer("admin/requests/request-drawer"),
      inDrawer(dialog("admin/requests/request-drawer", "Replay…")),
    ],
  },
  {
    file: page("/settings/freezes"),
    path: ({ run }) => `/settings/freezes?environment=${run}`,
    loads: { script: 193 },
    panels: [dialog("ledger/insights/annotation-dialog", "New freeze")],
  },
  {
    file: page("/settings/quarantine"),
    path: ({ run }) => `/settings/quarantine?q=${run}`,
    loads: { script: 191 },
    panels: [
      dialog("admin/quarantine/quarantine-dialog", "Quarantine a version"),
      dialog("admin/quarantine/quarantine-dialog", /^Lift/),
    ],
  },
  {
    file: page("/settings/tokens"),
    path: ({ run }) => `/settings/tokens?q=${run}`,
    loads: { script: 189 },
    panels: [dialog("admin/tokens/create-token-dialog", "New token")],
  },
  {
    file: page("/settings/webhooks"),
    path: ({ run }) => `/settings/webhooks?q=${run}`,
    loads: { script: 191, asks: { "/webhooks": 1 } },
    panels: [dialog("admin/webhooks/webhook-dialog", "New webhook")],
  },
  {
    file: page("/settings/webhooks/[id]"),
    path: ({ webhookId }) => `/settings/webhooks/${webhookId}`,
    loads: { script: 196, asks: { "/webhooks/…": 3, "/webhooks/…/deliveries": 3 } },
    panels: [drawer("admin/webhooks/delivery-drawer")],
  },
  {
    file: page("/settings/users"),
    path: ({ run }) => `/settings/users?q=${run}`,
    loads: { script: 189 },
    panels: [dialog("admin/users/create-user-dialog", "New user"), drawer("admin/users/user-drawer")],
  },
  {
    file: page("/settings/audit"),
    path: () => "/settings/audit",
    loads: { script: 191, asks: { "/audit": 1 } },
    panels: [drawer("admin/audit/audit-drawer"), dialog("app/(console)/settings/audit/audit-view", "Verify")],
  },
]
