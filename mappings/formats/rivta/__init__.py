"""What the RIV-TA formats are made of: GetCarePlans 2.0 (read, write) and GetObservations 1.x."""
