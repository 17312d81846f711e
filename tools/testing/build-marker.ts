import type { Marker } from "@/components/ledger/timeline/data/markers"

/** A record for tests, deployed at the epoch; tests set only the relevant fields. */
export function buildMarker(fields: Partial<Marker>): Marker {
  return {
    id: "one",
    application: "platform",
    environment: "dev",
    imageTag: "v1",
    status: "DEPLOYED",
    from: 0,
    to: null,
    isRollback: false,
    replaces: null,
    isAnnulled: false,
    ...fields,
  }
}
