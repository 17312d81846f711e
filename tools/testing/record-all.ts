import { systemActor } from "@/lib/identity/auth/actor"
import { recordDeployment } from "@/lib/ledger/deployments/record-deployment"
import {
  type Deployment,
  type RecordDeployment,
  recordDeploymentSchema,
} from "@/lib/ledger/deployments/schema"

type Told = { environment: string; imageTag: string; deployedAt: string } & Partial<
  Omit<Record<keyof RecordDeployment, unknown>, "environment" | "imageTag" | "deployedAt">
>

/** Records deployments one after the other, as a pipeline without limits would; answers them in that order. */
export async function recordAll(...told: Told[]): Promise<Deployment[]> {
  const answers: Deployment[] = []
  for (const one of told) {
    const input = recordDeploymentSchema.parse(one)
    answers.push((await recordDeployment(systemActor("test"), input)).deployment)
  }
  return answers
}
