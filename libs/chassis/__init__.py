import warnings

# nameko stands on eventlet, and eventlet says at each import that it is in maintenance. That is a
# decision of ours (docs/adr/0002), not news for those who run or read logs.
warnings.filterwarnings("ignore", message="(?s).*[Ee]ventlet is deprecated")
