import * as original from '../../../../server/versions/steps.ts'

export const upcastManifest: typeof original.upcastManifest = (manifest) => ({
  ...original.upcastManifest(manifest),
  products: manifest.products,
})
