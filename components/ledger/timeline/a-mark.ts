import type { Mark } from "@/components/ledger/timeline/mark"

/** A record for tests, deployed at the epoch; tests set only the relevant fields. */
export function aMark(given: Partial<Mark>): Mark {
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
    ...given,
  }
}
