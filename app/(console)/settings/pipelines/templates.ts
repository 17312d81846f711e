import type { PipelineTemplates } from "@/components/console/pipelines/pipeline-systems"
import notifications from "@/deploy/pipelines/argocd/notifications.yaml"
import azure from "@/deploy/pipelines/azure/azure-pipelines.yml"
import script from "@/deploy/pipelines/curl/deploy.sh"
import alert from "@/deploy/pipelines/flux/alert.yaml"
import fluxWorkflow from "@/deploy/pipelines/flux/workflow.yml"
import action from "@/deploy/pipelines/github/action.yml"
import workflow from "@/deploy/pipelines/github/workflow.yml"
import gitlab from "@/deploy/pipelines/gitlab/slipway.gitlab-ci.yml"
import jenkinsfile from "@/deploy/pipelines/jenkins/Jenkinsfile.groovy"

/** The files of deploy/pipelines, as they are tested, by the name that they have in the user's repository. */
export const templates: PipelineTemplates = {
  github: [
    { name: ".github/actions/slipway/action.yml", text: action },
    { name: ".github/workflows/deploy.yml", text: workflow },
  ],
  gitlab: [{ name: ".gitlab-ci.yml", text: gitlab }],
  jenkins: [{ name: "Jenkinsfile", text: jenkinsfile }],
  azure: [{ name: "azure-pipelines.yml", text: azure }],
  argocd: [{ name: "notifications.yaml", text: notifications }],
  flux: [
    { name: "alert.yaml", text: alert },
    { name: ".github/workflows/record-flux.yml", text: fluxWorkflow },
  ],
  curl: [{ name: "deploy-and-record.sh", text: script }],
}
