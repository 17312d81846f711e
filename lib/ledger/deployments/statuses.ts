/** Apart from ./schema, so that the browser need not load what checks shapes to name a status. */
export const deploymentStatuses = ["PENDING", "DEPLOYED", "FAILED", "ROLLED_BACK"] as const
export type DeploymentStatus = (typeof deploymentStatuses)[number]
