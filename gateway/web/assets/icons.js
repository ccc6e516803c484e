/** The icons of the sprite, by their name in lucide. A test holds this list against the templates. */
export const ICONS = [
  "arrow-down", "arrow-left", "arrow-right", "arrow-up", "badge-check", "bell", "briefcase",
  "building-2", "calendar", "camera", "chart-line", "check", "chevron-down", "chevron-left",
  "chevron-right", "chevron-up", "circle", "circle-alert", "circle-check", "circle-dashed",
  "circle-dot", "circle-question-mark", "circle-user", "circle-x", "clipboard-check",
  "clipboard-list", "clock", "cloud-off", "copy", "download", "ellipsis", "external-link", "eye",
  "eye-off", "file", "file-image", "file-text", "files", "filter", "flag", "folder", "folder-open",
  "globe", "graduation-cap", "hand-helping", "history", "hourglass", "inbox", "info", "key-round",
  "languages", "layers", "layout-dashboard", "lightbulb", "link", "list-checks", "lock", "log-out",
  "mail", "map-pin", "menu", "message-circle", "message-square-quote", "minus", "monitor", "moon",
  "notebook-pen", "octagon-x", "paperclip", "pen-line", "pencil", "plus", "printer", "qr-code",
  "refresh-cw", "rotate-ccw", "scroll-text", "search", "send", "settings", "share-2",
  "shield-check", "signature", "sliders-horizontal", "smartphone", "sprout", "star", "stethoscope",
  "sun", "sun-moon", "table", "target", "trash-2", "trending-up", "triangle-alert", "undo-2",
  "upload", "user", "user-check", "user-plus", "users", "wifi-off", "x",
];
