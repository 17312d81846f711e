/** Separate from ./schema, so that the browser does not load the validation library just for the status names. */
export const deploymentStatuses = ["PENDING", "DEPLOYED", "FAILED", "ROLLED_BACK"] as const
export type DeploymentStatus = (typeof deploymentStatuses)[number]
