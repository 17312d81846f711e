/** The states of a release change; the last three need attention. Separate from the schema, for use in the browser. */
export const changeStates = ["running", "queued", "slow", "waiting", "hanging"] as const
export type ChangeState = (typeof changeStates)[number]
