/** Apart from the schema, so that the browser need not load it. */
export const annotationKinds = ["FREEZE", "INCIDENT", "NOTE"] as const
export type AnnotationKind = (typeof annotationKinds)[number]

export const maxAnnotationLength = 500
