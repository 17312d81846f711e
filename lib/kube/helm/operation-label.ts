/**
 * The label of Helm's Secret that names the operation a revision was made for. Helm writes a description of its own until
 * it has succeeded, but labels at once. A later upgrade inherits them: only the first revision with an id is its own.
 */
export const operationLabel = "slipway-operation"
