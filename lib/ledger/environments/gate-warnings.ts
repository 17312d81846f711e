/** Blocking reasons of the gate that an environment may turn into warnings. */
export const overridableReasons = [
  "never_in_lower_environment",
  "rolled_back_in_lower_environment",
  "rolled_back_here",
  "deployment_in_progress",
  "frozen",
  "quarantined",
] as const
