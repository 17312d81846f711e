/** Separate from the schema, so that the browser need not load it. */
export const annotationKinds = ["FREEZE", "INCIDENT", "NOTE"] as const
export type AnnotationKind = (typeof annotationKinds)[number]

export const annotationKindLabels: Record<AnnotationKind, string> = {
  FREEZE: "Freeze",
  INCIDENT: "Incident",
  NOTE: "Note",
}

export const freezeStates = ["ACTIVE", "UPCOMING", "PAST"] as const
export type FreezeState = (typeof freezeStates)[number]

export const maxAnnotationLength = 500
