/** The frame that is drawn to choose actions. */
import { useFrame } from "./marquee";

export function Frame() {
  const frame = useFrame((state) => state.frame);
  return frame === undefined ? null : <div className="ps-frame" style={{ left: frame.x, top: frame.y, width: frame.width, height: frame.height }} />;
}
