import { BaseSequencer, type TestSpecification } from "vitest/node"

const projects = ["processes", "database", "component", "unit"]

/**
 * The projects whose tests mostly wait come first, during the production build. All are one group: the next project starts
 * as soon as a worker is free, not when the last file of the previous one has ended.
 */
export class LongestWaitFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project }: TestSpecification) => projects.indexOf(project.name)
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}
