/** The systems that sign their events, so that a source can be recognized by its secret. */
export const eventSystems = ["GITHUB", "GITLAB", "FLUX", "GENERIC"] as const

export type EventSystem = (typeof eventSystems)[number]

export const eventSystemNames: Record<EventSystem, string> = {
  GITHUB: "GitHub",
  GITLAB: "GitLab",
  FLUX: "Flux",
  GENERIC: "Generic",
}
