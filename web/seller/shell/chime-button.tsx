import { useEffect, useRef, useSyncExternalStore } from 'react'
import { browserStorage } from '../../store/storage.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Observable } from '../../ui/observable.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { useNewOrders } from '../orders/use-new-orders.ts'

const key = 'souk.seller.chime'
const storage = browserStorage()
const chime = new Observable(storage.read(key) === 'on')

/** Rings for new orders while the sound is on. */
export function useChime(): void {
  const count = useNewOrders().length
  const before = useRef(count)
  useEffect(() => {
    if (count > before.current && chime.get()) ring()
    before.current = count
  }, [count])
}

/** Switches the sound for new orders on or off; kept in this browser. */
export function ChimeButton({ isLabelled = false }: { isLabelled?: boolean }) {
  const isOn = useSyncExternalStore(chime.subscribe, chime.get)
  const turn = () => {
    chime.set(!isOn)
    if (isOn) return storage.remove(key)
    storage.write(key, 'on')
    // Browsers allow sound only after a click, and this lets the user hear it.
    ring()
  }
  if (isLabelled) {
    return (
      <button type="button" aria-pressed={isOn} onClick={turn}>
        <Icon name="sound" /> {isOn ? sellerTexts.day.soundOn : sellerTexts.day.soundOff}
      </button>
    )
  }
  return (
    <IconButton
      icon="sound"
      aria-pressed={isOn}
      aria-label={sellerTexts.chime}
      title={sellerTexts.chime}
      onClick={turn}
    />
  )
}

/** Two soft notes, synthesized, so that there is no file to load. */
function ring(): void {
  const audio = new AudioContext()
  for (const [index, frequency] of [660, 880].entries()) {
    const start = audio.currentTime + index * 0.16
    const tone = audio.createOscillator()
    const loudness = audio.createGain()
    tone.frequency.value = frequency
    loudness.gain.setValueAtTime(0.15, start)
    loudness.gain.exponentialRampToValueAtTime(0.001, start + 0.5)
    tone.connect(loudness).connect(audio.destination)
    tone.start(start)
    tone.stop(start + 0.5)
  }
  setTimeout(() => void audio.close(), 1_500)
}
