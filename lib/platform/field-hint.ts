import { nearest } from "./nearest"

/** Names that other tools use for the fields of a record, in lower case without `_` and `-`. */
const otherNames: Record<string, readonly string[]> = {
  imageTag: ["tag", "image", "version", "dockertag", "containertag"],
  environment: ["env", "stage", "target", "environmentname"],
  application: ["app", "service", "component", "project", "applicationname"],
  gitCommit: ["commit", "sha", "commitsha", "gitsha", "revision"],
  gitBranch: ["branch", "ref", "refname"],
  status: ["state", "result", "conclusion", "outcome"],
  deployedAt: ["startedat", "start", "starttime", "timestamp", "date", "time", "createdat"],
  completedAt: [
    "finishedat",
    "endedat",
    "end",
    "endtime",
    "completed",
    "deployment",
    "deploymentcompletedat",
  ],
  committedAt: ["commitdate", "commitdatetime", "committimestamp"],
  initiatedBy: ["actor", "user", "author", "deployedby", "deployer"],
  artifactDigest: ["digest", "imagedigest"],
  helmChartVersion: ["chart"],
  acrRegistry: ["registry"],
  runUrl: ["url", "link", "buildurl", "pipelineurl"],
  externalId: ["id", "runid", "buildid", "pipelineid"],
  valuesOverride: ["values", "set"],
  tenantId: ["tenant"],
  releaseName: ["release", "name"],
  chartName: ["chart"],
  chartVersion: ["version"],
  targetRevision: ["revision", "torevision"],
}
const maxListed = 30
const maxCompared = 100

const folded = (name: string) => name.replaceAll(/[_-]/g, "").toLowerCase()

/** A suggestion for an unknown field, or else the list of fields; starts with a space, or is empty. */
export function fieldHint(name: string, fields: readonly string[]): string {
  const meant = name.length > maxCompared ? undefined : fieldMeant(name, fields)
  if (meant !== undefined) return ` Did you mean "${meant}"?`
  return fields.length === 0 || fields.length > maxListed ? "" : ` The fields are: ${fields.join(", ")}.`
}

function fieldMeant(name: string, fields: readonly string[]): string | undefined {
  const wanted = folded(name)
  return (
    fields.find((field) => folded(field) === wanted) ??
    fields.find((field) => otherNames[field]?.includes(wanted)) ??
    nearest(name, fields)
  )
}
