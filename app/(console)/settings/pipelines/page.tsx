import type { Metadata } from "next"
import type { PipelineTemplates } from "@/components/console/pipelines/pipeline-systems"
import { viewerRights } from "@/components/layout/viewer-rights"
import notifications from "@/deploy/pipelines/argocd/notifications.yaml"
import azure from "@/deploy/pipelines/azure/azure-pipelines.yml"
import script from "@/deploy/pipelines/curl/deploy.sh"
import alert from "@/deploy/pipelines/flux/alert.yaml"
import action from "@/deploy/pipelines/github/action.yml"
import workflow from "@/deploy/pipelines/github/workflow.yml"
import gitlab from "@/deploy/pipelines/gitlab/slipway.gitlab-ci.yml"
import jenkinsfile from "@/deploy/pipelines/jenkins/Jenkinsfile.groovy"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { compareImportance } from "@/lib/ledger/environments/promotion-order"
import { readEnvironments } from "@/lib/ledger/environments/read-environments"
import { configuredUrl } from "@/lib/platform/env"
import { PipelinesView } from "./pipelines-view"

/** The files of deploy/pipelines, as they are tested, by the name that they have in the user's repository. */
const templates: PipelineTemplates = {
  github: [
    { name: ".github/actions/slipway/action.yml", text: action },
    { name: ".github/workflows/deploy.yml", text: workflow },
  ],
  gitlab: [{ name: ".gitlab-ci.yml", text: gitlab }],
  jenkins: [{ name: "Jenkinsfile", text: jenkinsfile }],
  azure: [{ name: "azure-pipelines.yml", text: azure }],
  argocd: [{ name: "notifications.yaml", text: notifications }],
  flux: [{ name: "alert.yaml", text: alert }],
  curl: [{ name: "deploy-and-record.sh", text: script }],
}

export const metadata: Metadata = { title: "Pipelines" }

export default async function PipelinesPage() {
  const { actor } = await requirePageUser()
  const environments = await readEnvironments(actor)
  return (
    <PipelinesView
      templates={templates}
      url={configuredUrl()}
      environments={environments.map(({ name }) => name)}
      preferred={environments.toSorted(compareImportance)[0]?.name ?? ""}
      rights={viewerRights(actor)}
    />
  )
}
