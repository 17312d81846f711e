/**
 * The query keys used in more than one place. A key matches every query whose key starts with it, so the shortest keys
 * match a whole kind of data.
 */
export const queryKeys = {
  /** Every query. */
  all: [],

  history: ["history"],
  deployment: (id: string) => ["deployment", id],
  promotions: ["promotions"],
  promotionPath: (application: string, imageTag: string) => ["promotions", { application, imageTag }],
  timeline: ["timeline"],
  timelineVersions: ["timeline-versions"],
  timelineStrip: ["timeline-strip"],
  drift: ["drift"],
  state: ["state"],
  insights: ["insights"],
  annotations: ["annotations"],
  digests: ["digests"],
  environments: ["environments"],

  tenantReleases: (tenantId: string) => ["tenant-releases", tenantId],
  tenants: ["tenants"],
  charts: ["charts"],
  rollouts: ["rollouts"],

  overview: ["overview"],
  activity: ["activity"],
  search: ["search"],

  quarantines: ["quarantines"],
  users: ["users"],
  tokens: ["tokens"],
  requests: ["requests"],
  eventSources: ["event-sources"],
  webhooks: ["webhooks"],
  views: ["views"],
  audit: ["audit"],
  auditOf: (subjectType: string, subjectId: string) => ["audit", { subjectType, subjectId }],
} as const
