import { limits } from '../../../../shared/protocol/limits.ts'

/** The longer side of a cover in px, enough for the sharpest phones. */
const sideMax = 1_200

/** Says why a file cannot be used. */
export class NoPicture extends Error {
  override name = 'NoPicture'
}

/**
 * Converts a picture for upload: longer side at most 1,200 px, WebP or else JPEG, within the server's size limit, and
 * without the camera's metadata. Throws a {@link NoPicture}.
 */
export async function scalePicture(file: Blob): Promise<Blob> {
  const canvas = canvasOf(await bitmapOf(file), sideMax)
  for (const quality of [0.85, 0.7, 0.5, 0.3]) {
    const blob = await blobOf(canvas, quality)
    if (blob && blob.size <= limits.imageBytesMax) return blob
  }
  throw new NoPicture('too large')
}

/** A picture, its longer side at most so many px. */
export function canvasOf(bitmap: ImageBitmap, sideMax: number): HTMLCanvasElement {
  const scale = Math.min(1, sideMax / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(bitmap.width * scale))
  canvas.height = Math.max(1, Math.round(bitmap.height * scale))
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  return canvas
}

async function bitmapOf(file: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file)
  } catch (error) {
    throw new NoPicture('not readable', { cause: error })
  }
}

/** A browser that cannot write WebP writes PNG instead, which is large for photographs. */
async function blobOf(canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> {
  const write = (type: string) => new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality))
  const webp = await write('image/webp')
  return webp?.type === 'image/webp' ? webp : write('image/jpeg')
}
