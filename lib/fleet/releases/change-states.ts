/** What the change of a release is doing; the last three need attention. The names, for the browser too. */
export const changeStates = ["running", "queued", "slow", "waiting", "hanging"] as const
export type ChangeState = (typeof changeStates)[number]
